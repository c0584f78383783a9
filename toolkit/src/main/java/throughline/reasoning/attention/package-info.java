/// Exact attention when text has branches: who sees whom, from how far, and keys that are kept while their blocks move.
package throughline.reasoning.attention;
