extension Decoding {
    /// The encoding that a label means, one of `names`; `nil` if it means none of them.
    ///
    /// Case, hyphens, underscores and spaces do not count. Of the labels of the WHATWG Encoding Standard it knows those
    /// in use, and means by them what that standard does: `latin1` is windows-1252.
    public static func name(of label: String) -> String? {
        let key = key(label)
        return names.first { Self.key($0) == key } ?? labels[key.hasPrefix("x") ? String(key.dropFirst()) : key]
    }

    /// What to say of a label that means no encoding; `nil` if there is nothing to say but that.
    public static func advice(on label: String) -> String? {
        guard ["utf16", "unicode", "ucs2", "iso10646ucs2"].contains(key(label)) else { return nil }
        return "'\(label)' is detected by its byte-order mark; where it has none, say utf-16le or utf-16be"
    }

    private static func key(_ label: String) -> String {
        label.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    }

    private static let labels = [
        "ascii": "windows-1252", "usascii": "windows-1252", "latin1": "windows-1252", "l1": "windows-1252",
        "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252", "cp1253": "windows-1253",
        "cp1254": "windows-1254", "cp1257": "windows-1257", "latin2": "iso-8859-2", "l2": "iso-8859-2",
        "latin9": "iso-8859-15", "l9": "iso-8859-15", "mac": "macintosh", "macroman": "macintosh", "cp437": "ibm437",
        "437": "ibm437",
    ]
}
