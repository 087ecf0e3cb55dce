// The policy file as it is installed: every rule there is, each switched off.

/** For `/etc/suture/policy.yaml`, which belongs to root and which no server can change or pass by. */
export const policyExample = `# What a Suture server may have done on this machine. Only root may write here; the server sees
# these rules and cannot change them. A file that cannot be read counts as observe-only.

# Report what is installed and change nothing:
# observe-only: true
`;
