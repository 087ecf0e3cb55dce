// A text as a QR code, drawn here: dark on light in both schemes, as cameras expect it.
import { useMemo } from 'react';
import { encode } from 'uqr';

/** The quiet zone of four modules that ISO/IEC 18004 asks for. */
const BORDER = 4;

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: BORDER });
    const dark = code.data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: code.size, path: dark.join('') };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width={220}
      height={220}
      shapeRendering="crispEdges"
      style={{ display: 'block', background: '#ffffff', borderRadius: 4 }}
    >
      <path d={path} fill="#000000" />
    </svg>
  );
}
