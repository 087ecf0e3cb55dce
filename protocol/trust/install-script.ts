// The script that the one line of enrolment fetches, checks and runs: it brings the agent onto a machine that has none.
import { agentPaths } from '../agent/paths.ts';

/** A file that a server offers. */
export interface OfferedPackage {
  /** As Debian names it: `amd64`, `arm64`. */
  readonly architecture: 'amd64' | 'arm64';
  /** `archive`: the same files as a tar.gz, for systems without dpkg. */
  readonly kind: 'deb' | 'archive';
  /** The last part of its path; letters, digits and `._+~-`. */
  readonly name: string;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What `uname -m` says. */
const machines = { amd64: 'x86_64', arm64: 'aarch64' } as const;

/**
 * POSIX shell, without a newline at the end, the same for the same packages. It takes the server's origin as its first argument
 * and the token on standard input, where no list of processes shows it. Whoever runs it has compared its SHA-256, and it
 * compares those of what it fetches: the connection itself need not be trusted. Throws TypeError for a name or a digest that
 * is none.
 */
export function installScript(offered: readonly OfferedPackage[]): string {
  const cases = offered.map(({ architecture, kind, name, sha256, bytes }) => {
    if (!/^[\w+~-][\w.+~-]*$/.test(name)) throw new TypeError('a name that a shell should not see');
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('not a SHA-256');
    return `  ${machines[architecture]}-${kind}) name=${name} sum=${sha256} bytes=${bytes} ;;`;
  });
  return `set -eu
fail() { echo "Suture: $1" >&2; exit 1; }
origin=$1
read -r token || fail 'no token was given'
sudo=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || fail 'run this as root'
  sudo=sudo
fi
kind=archive base=/usr/local
if command -v dpkg >/dev/null && command -v apt-get >/dev/null; then kind=deb base=/tmp; fi
machine=$(uname -m)
case $machine-$kind in
${cases.join('\n')}
  *) fail "the server has no agent ($kind) for $machine" ;;
esac
folder=$($sudo mktemp -d "$base/suture.XXXXXXXX")
trap '$sudo rm -rf "$folder"' EXIT
echo "Suture: fetching $name ($((bytes / 1000000)) MB)"
$sudo curl -fsSk --proto =https --tlsv1.3 --retry 5 --max-filesize "$bytes" -o "$folder/$name" "$origin${agentPaths.packages}/$name" ||
  fail 'the agent could not be fetched'
echo "$sum  $folder/$name" | $sudo sha256sum -c --quiet - || fail 'what was fetched is not what was to be; nothing was installed'
if [ "$kind" = deb ]; then
  $sudo chmod 755 "$folder"
  apt() { $sudo env DEBIAN_FRONTEND=noninteractive apt-get "$@" </dev/null; }
  install() { apt install -y -q --no-install-recommends "$folder/$name"; }
  install || { apt update -q && install; } || fail 'apt did not install the package'
  agent=/usr/bin/suture-agent
else
  $sudo tar -xzf "$folder/$name" -C "$folder"
  programs=$folder/usr/lib/suture-agent
  $sudo "$programs/node" --version >/dev/null || fail 'the agent does not start here; it needs glibc 2.28, libstdc++ and libatomic'
  $sudo "$programs/node" "$programs/agent.mjs" install
  agent=/usr/local/bin/suture-agent
fi
echo "$token" | $sudo "$agent" install --server "$origin" --token -`;
}
