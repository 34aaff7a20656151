extension Pattern {
    /// Compiles the pattern that a setting holds.
    ///
    /// - Throws: `Mistake` that points into the pattern.
    public convenience init(reading setting: Setting, ignoringCase: Bool = false) throws(Mistake) {
        guard let text = setting.text, !text.isEmpty else {
            throw Mistake(at: setting.place, "a pattern is a text, not \(setting.described)")
        }
        do throws(Fault) { try self.init(text, ignoringCase: ignoringCase) } catch {
            throw Mistake(at: setting.place, offset: error.offset, "the pattern does not compile: \(error.message)")
        }
    }
}
