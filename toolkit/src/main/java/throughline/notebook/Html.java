package throughline.notebook;

/// Markup to show as it is. Front ends such as GitHub strip scripts and styles, so keep to plain elements.
///
/// @param content a fragment of HTML
public record Html(String content) {
    /// What is left where no HTML is shown.
    public String text() {
        return content.replaceAll("(?s)<(script|style)\\b.*?</\\1>", "")
                .replaceAll("<[^>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /// Text made safe to stand inside an element or a quoted attribute.
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
