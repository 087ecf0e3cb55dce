// The Debian package's maintainer scripts: each may run twice, on a machine with or without systemd running (deb-postinst(5)).
import { dirname } from 'node:path/posix';
import {
  agentUnit,
  agentUser,
  enabledUnits,
  executorFolder,
  executorSocket,
  executorUnit,
  stateFolder,
} from '@suture/agent/platform/places.ts';

const units = enabledUnits.join(' ');

/** Units stay as the administrator left them: switched off, they stay so over an upgrade. */
const postinst = `#!/bin/sh
set -e
case "$1" in
  configure|abort-upgrade|abort-deconfigure|abort-remove) ;;
  *) exit 0 ;;
esac
if ! getent passwd ${agentUser} >/dev/null; then
  useradd --system --user-group --no-create-home --home-dir ${stateFolder} --shell /usr/sbin/nologin ${agentUser}
fi
if [ ! -d ${stateFolder} ]; then
  mkdir -m 0700 ${stateFolder}
  chown ${agentUser}:${agentUser} ${stateFolder}
fi
for unit in ${units}; do
  if deb-systemd-helper --quiet was-enabled "$unit"; then
    deb-systemd-helper enable "$unit" >/dev/null || true
  else
    deb-systemd-helper update-state "$unit" >/dev/null || true
  fi
done
if [ -d /run/systemd/system ]; then
  systemctl --system daemon-reload >/dev/null || true
  if [ -n "$2" ]; then action=restart; else action=start; fi
  for unit in ${units}; do
    deb-systemd-invoke "$action" "$unit" >/dev/null || true
  done
fi
`;

/** The executor is asked to end last and is waited for: an installation under way is never killed. */
const prerm = `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  deb-systemd-invoke stop ${agentUnit} ${enabledUnits[0]} ${executorUnit} >/dev/null || true
fi
`;

/** Removal keeps the identity, so that the machine is the same endpoint when the agent comes back; purging forgets it. */
const postrm = `#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then
  systemctl --system daemon-reload >/dev/null || true
fi
if [ "$1" = purge ]; then
  if command -v deb-systemd-helper >/dev/null; then
    deb-systemd-helper purge ${units} >/dev/null || true
  fi
  rm -rf ${stateFolder} ${executorFolder}
  rmdir --ignore-fail-on-non-empty ${dirname(executorSocket)} 2>/dev/null || true
  if getent passwd ${agentUser} >/dev/null && command -v userdel >/dev/null; then
    userdel ${agentUser} >/dev/null 2>&1 || true
  fi
fi
`;

export const maintainerScripts: Readonly<Record<string, string>> = { postinst, prerm, postrm };
