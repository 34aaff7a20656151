extension Unicode.Scalar {
    /// Whether a terminal would obey it, or a log begin a new line with it.
    package var isControl: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
            || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}

extension String {
    /// The text with its controls written as escapes, for a message: it may come from a file, or be the name of one.
    package var onOneLine: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            default: text += scalar.isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
            }
        }
        return text
    }
}
