internal import GalleyText

extension Language {
    /// Reads a tag that an option names; `nil`, with the mistake taken, if it is none.
    init?(_ setting: Setting, _ reader: inout SettingReader) {
        let tag = setting.text ?? ""
        let primary = tag.prefix { $0 != "-" && $0 != "_" }
        guard (2...3).contains(primary.utf8.count), primary.utf8.allSatisfy(\.isASCIILetter) else {
            reader.report(at: setting.place, "'\(tag)' is no language tag", hint: "write en, fr, de, …")
            return nil
        }
        self.init(rawValue: tag)
    }
}
