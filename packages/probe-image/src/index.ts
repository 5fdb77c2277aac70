// The probe is started as a file of its own (see README.md); what speaks with it needs the types of
// @localdns/core/measure only.
export {};
