/// Random numbers by name: every component draws from a stream of its own, derived from the run's seed and its name, so
/// that adding a component never shifts what another draws. Samplers use only strict arithmetic, so that the same seed
/// gives the same values on every machine.
package throughline.random;
