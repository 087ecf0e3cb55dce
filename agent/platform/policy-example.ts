// The policy file as it is installed: every rule there is, each switched off.

/** For `/etc/suture/policy.yaml`, which belongs to root and which no server can change or pass by. */
export const policyExample = `# What a Suture server may have done on this machine. Only root may write here. The server is shown
# these rules and cannot change them. While this file cannot be understood, nothing is changed here.

# Report what is installed, and change nothing:
# observe-only: true

# Do no more than this (without it, everything that an approved job asks for):
# verbs: [refresh-indexes]

# Leave these packages alone:
# pinned: [postgresql-15, linux-image-amd64]
`;
