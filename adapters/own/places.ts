// Where the executor leaves what it has verified of packages of one's own: root's, and everybody may read it.
const ownRoot = '/var/cache/suture-executor/own';
/** What is on offer, whose signatures the executor has checked. */
export const offerFile = `${ownRoot}/releases.json`;
/** Files by their SHA-256, checked when they were put there. */
export const ownFiles = `${ownRoot}/files`;
/** Touched by whatever is installed or taken away, as what steps put somewhere shows in no database. */
export const changedFile = `${ownRoot}/changed`;
