package import GalleyText

/// The Media Topics as IPTC exports them in SKOS/JSON.
package struct IPTCExport {
    private struct Concept {
        let id: String
        let parent: String?
        let labels: [String: String]
    }

    private var concepts: [Concept] = []
    /// The languages of the labels.
    package var languages: [String] { Set(concepts.flatMap(\.labels.keys)).sorted() }

    private var release = ""
    private var licence = ""

    /// Reads an export; retired concepts are left out.
    ///
    /// - Throws: `JSONFault` if it is none.
    package init(_ bytes: [UInt8]) throws(JSONFault) {
        let value = try JSONValue(bytes.span, in: 0..<bytes.count)
        guard let items = value["conceptSet"]?.items, !items.isEmpty else {
            throw JSONFault(offset: 0, message: "it is no SKOS/JSON export of IPTC: it has no conceptSet")
        }
        release = value["dateReleased"]?.text.map { String($0.prefix(10)) } ?? ""
        licence = value["licenceLink"]?.text?.contains("licenses/by/4.0") == true ? "CC-BY-4.0" : ""
        for item in items where item["retired"] == nil {
            guard let id = item["qcode"]?.text, case .object(let names) = item["prefLabel"] else { continue }
            var labels: [String: String] = [:]
            // Of several kinds of a language, the one whose tag comes first: en-GB before en-US.
            for (tag, name) in names.sorted(by: { $0.key < $1.key }) {
                let language = Self.language(of: tag)
                if labels[language] == nil { labels[language] = name.text }
            }
            // Upwards it points by address, downwards by code.
            let above = item["broader"]?.items?.first?.text ?? item["broader"]?.text
            let parent = above.map { "medtop:" + ($0.split { $0 == "/" || $0 == ":" }.last ?? "") }
            concepts.append(Concept(id: id, parent: parent, labels: labels))
        }
    }

    /// IPTC's tags are not all BCP 47: `se` is Swedish, `dk` Danish, `no-NB` Bokmål.
    private static func language(of tag: String) -> String {
        switch tag {
        case "se": "sv"
        case "dk": "da"
        case "no-NB": "nb"
        case "no-NN": "nn"
        default: Language(rawValue: tag).rawValue
        }
    }

    /// A taxonomy file without terms.
    ///
    /// - Parameters:
    ///   - levels: how many levels of topics.
    ///   - names: make each name a term of weight 1.
    package func taxonomy(languages: [String], levels: Int, names: Bool) -> String {
        var text = """
            # Ids and labels are from IPTC NewsCodes Media Topics, © International Press Telecommunications Council
            # (iptc.org), CC BY 4.0. Terms are yours to write.
            version: 1
            taxonomy: {scheme: medtop\(release.isEmpty ? "" : ", release: \(release)")\(licence.isEmpty ? "" : ", licence: \(licence)")}
            defaults: {max-topics: 3, min-score: 2, min-margin: 0.15, title-boost: 2, body-tokens: 400}

            topics:

            """
        var children: [String: [Concept]] = [:]
        let known = Set(concepts.map(\.id))
        for concept in concepts {
            children[concept.parent.flatMap { known.contains($0) ? $0 : nil } ?? "", default: []].append(concept)
        }
        func write(below parent: String, level: Int) {
            guard level <= levels else { return }
            for concept in (children[parent] ?? []).sorted(by: { $0.id < $1.id }) {
                text += "  - id: \(concept.id)\n"
                if !parent.isEmpty { text += "    parent: \(parent)\n" }
                let labels = languages.compactMap { language in concept.labels[language].map { (language, $0) } }
                if !labels.isEmpty { text += "    label:\n" }
                for (language, label) in labels { text += "      \(language): \(YAML.quoted(label))\n" }
                let terms = names ? labels.filter { $0.1.contains(where: \.isLetter) } : []
                if !terms.isEmpty {
                    text += "    terms:\n"
                    for (language, label) in terms {
                        text += "      \(language): [{w: 1, any: [\(YAML.quoted(label))]}]\n"
                    }
                }
                write(below: concept.id, level: level + 1)
            }
        }
        write(below: "", level: 1)
        return text
    }
}
