package throughline.notebook;

/// Text in Markdown, shown as such: headings, lists, tables.
///
/// @param content CommonMark with tables
public record Markdown(String content) {}
