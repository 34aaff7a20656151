internal import GalleyStages

/// What reference and schema say of an option, whatever its stage.
struct FieldFacts: Sendable {
    let name: String
    let type: OptionType
    /// The default as YAML writes it; empty for none.
    let standard: String
    let documentation: String

    init(name: String, type: OptionType, standard: String = "", _ documentation: String) {
        (self.name, self.type, self.standard, self.documentation) = (name, type, standard, documentation)
    }

    init<Options>(_ field: OptionField<Options>) {
        (name, type, standard, documentation) = (field.name, field.type, field.standard, field.documentation)
    }
}

extension Stage {
    /// The options, without what reads them.
    static var fieldFacts: [FieldFacts] { fields.map { FieldFacts($0) } }
}

extension OptionType {
    /// The values that it takes, in a few words.
    var described: String {
        switch self {
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .flag: "true or false"
        case .choice(let names): names.joined(separator: " | ")
        case .text: "text"
        case .list: "list"
        case .file: "file"
        case .mappings(let keys): keys.isEmpty ? "list" : "list of { \(keys.joined(separator: ", ")) }"
        }
    }
}
