// The agent as a launchd daemon of macOS: the text of its property list. Written, and not tried on a Mac yet.
import { ownPlaces, programFiles } from './places.ts';

const label = 'suture-agent';

/** launchd.plist(5), for a file in /Library/LaunchDaemons. `user` has to exist; `folder` is that user's, for the state. */
export function launchdPlist(user: string, folder: string): string {
  const { programs } = ownPlaces;
  const argv = [`${programs}/${programFiles.node}`, `${programs}/${programFiles.agent}`, 'run', '--state', folder];
  const strings = argv.map((text) => `    <string>${escaped(text)}</string>`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${label}</string>
  <key>ProgramArguments</key>
  <array>
${strings}
  </array>
  <key>UserName</key>
  <string>${escaped(user)}</string>
  <key>Umask</key>
  <integer>63</integer>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <true/>
  <key>ThrottleInterval</key>
  <integer>60</integer>
  <key>ProcessType</key>
  <string>Background</string>
  <key>LowPriorityIO</key>
  <true/>
</dict>
</plist>
`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
