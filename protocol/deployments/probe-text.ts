// The reading of probes for who may not import core: the console says what is wrong with one as it is written.
export { mostProbes, mostRingProbes, readProbe, readRingProbe } from '@suture/core/probes/probe-text.ts';
