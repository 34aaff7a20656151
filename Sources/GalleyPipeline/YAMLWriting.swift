import GalleyText

extension YAML {
    /// A text in double quotation marks.
    package static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    /// A text as it is where YAML reads it so, else in quotation marks.
    package static func scalar(_ text: String) -> String {
        let isPlain =
            text.first?.isLetter == true
            && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == ":" || $0 == "-" }
            && !text.contains(": ") && !text.hasSuffix(":") && !text.hasSuffix(" ")
            && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
        return isPlain ? text : quoted(text)
    }
}
