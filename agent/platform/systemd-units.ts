// The systemd units of the agent: an unprivileged resident part, and an executor as root that a socket starts on demand.
import { basename } from 'node:path';
import { exitCodes } from '../commands/command.ts';
import {
  agentUnit,
  agentUser,
  executorFolder,
  executorSocket,
  executorSocketUnit,
  executorUnit,
  programFiles,
  stateFolder,
  type Places,
} from './places.ts';

/** systemd.exec(5): what neither part needs. V8 writes machine code, so memory that is both written and run is allowed. */
const confined = `NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectHome=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
LogRateLimitIntervalSec=5min
LogRateLimitBurst=300`;

function agentService({ programs }: Places): string {
  const { node, agent } = programFiles;
  return `[Unit]
Description=Suture agent: tells its server what is installed here
Wants=network-online.target
After=network-online.target ${executorSocketUnit}
# Nothing to do before: suture-agent install --server … --token …
ConditionPathExists=${stateFolder}/identity.json
# It may start again for ever.
StartLimitIntervalSec=0

[Service]
# It begins anew under Node's permission model, with what it may touch.
ExecStart=${programs}/${node} ${programs}/${agent} run
User=${agentUser}
Group=${agentUser}
StateDirectory=${agentUser}
StateDirectoryMode=0700
UMask=0077
Restart=always
# Used wrongly, or waiting for a person.
RestartPreventExitStatus=${exitCodes.usage} ${exitCodes.needsPerson}
# The agent itself waits ever longer while its server is away; this is for what it did not survive.
RestartSec=60s

MemoryHigh=384M
MemoryMax=512M
TasksMax=128
CPUQuota=100%
CPUWeight=20
IOWeight=20
Nice=10
OOMScoreAdjust=200

${confined}
ProtectSystem=strict
CapabilityBoundingSet=
AmbientCapabilities=
RemoveIPC=yes
# Other processes stay visible: which ones run on replaced libraries is part of the report.
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources

[Install]
WantedBy=multi-user.target
`;
}

function executorSocketText(): string {
  return `[Unit]
Description=The door of the Suture executor, open to the agent alone

[Socket]
ListenStream=${executorSocket}
SocketUser=${agentUser}
SocketGroup=${agentUser}
SocketMode=0600
DirectoryMode=0755
RemoveOnStop=yes

[Install]
WantedBy=sockets.target
`;
}

/**
 * Package managers write below /var and /etc, start themselves as other users, and are never killed at their work. Which files other
 * processes of root have mapped, and so whether they run replaced code, the kernel tells only whoever may trace them.
 */
function executorService({ programs }: Places): string {
  const { node, agent } = programFiles;
  return `[Unit]
Description=Suture executor: does as root the few things that the agent may ask for
Requires=${executorSocketUnit}
After=${executorSocketUnit}

[Service]
ExecStart=${programs}/${node} ${programs}/${agent} executor
StateDirectory=${basename(executorFolder)}
StateDirectoryMode=0700
UMask=0022
KillMode=mixed
TimeoutStopSec=infinity

MemoryMax=1G
TasksMax=256
CPUWeight=50
IOWeight=50

${confined}
ProtectSystem=full
CapabilityBoundingSet=CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_KILL CAP_SETGID CAP_SETUID CAP_SYS_PTRACE
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallFilter=@system-service
`;
}

/** Every unit by its file name, for an agent whose programs are in these places. */
export function systemdUnits(places: Places): Readonly<Record<string, string>> {
  return {
    [agentUnit]: agentService(places),
    [executorSocketUnit]: executorSocketText(),
    [executorUnit]: executorService(places),
  };
}
