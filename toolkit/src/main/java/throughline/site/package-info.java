/// What the site of `lab site` knows from Java, as JSON: hardware profiles, the ledger, and the public API. The pages
/// are made of it by `kernel/website`.
package throughline.site;
