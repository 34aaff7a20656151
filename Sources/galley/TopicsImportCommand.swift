internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText

extension Command {
    /// Makes a taxonomy's skeleton.
    static let importTopics = Command(
        "topics import-iptc",
        "Prints a taxonomy without terms, from IPTC's own export of its Media Topics.",
        operands: Operands("FILE", 1...1),
        options: [
            .value("languages", "TAGS", "The languages of the labels, as in en,fr,de; else these three."),
            .value("levels", "N", "How many levels of topics; else all."),
            .flag("names", "Make each name a term of weight 1: a beginning, and no tagger by itself."),
        ],
        details: """
            FILE is the SKOS/JSON file of http://cv.iptc.org/newscodes/mediatopic (© IPTC, CC BY 4.0). Retired topics are left out. Fill in the terms; a topic without a term is never given, but may stand above others.
            """,
        examples: [("galley topics import-iptc mediatopic.json --levels 2 > topics.yaml", "makes the two upper levels")]
    ) { arguments, console throws(Failure) in
        let path = arguments.operands[0]
        let bytes = try InputFile(path).readAll(limit: 64 << 20)
        let export: IPTCExport
        do throws(JSONFault) { export = try IPTCExport(bytes) } catch {
            throw .place("\(path.display):\(DocumentFault(error, in: bytes))")
        }
        let languages = (arguments.text("languages") ?? "en,fr,de").split(separator: ",").map(String.init)
        for language in languages where !export.languages.contains(language) {
            throw arguments.unknown("language of the labels", language, among: export.languages)
        }
        let levels = try arguments.number("levels", in: 1...9) ?? 9
        try console.out.write(export.taxonomy(languages: languages, levels: levels, names: arguments.has("names")))
        return .done
    }
}
