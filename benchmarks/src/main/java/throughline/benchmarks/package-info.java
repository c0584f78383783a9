/// Every sentence that says fast is measured here; nothing here is part of the test run.
package throughline.benchmarks;
