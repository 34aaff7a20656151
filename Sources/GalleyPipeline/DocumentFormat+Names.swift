internal import GalleyText

extension DocumentFormat {
    /// The form of a file, by the ending of its name: text, unless that says otherwise.
    public init(ofFile name: some BidirectionalCollection<UInt8>) {
        let ending = name.lastIndex(of: 0x2E).map { name[$0...].map(\.asciiLowered) } ?? []
        self =
            switch String(decoding: ending, as: UTF8.self) {
            case ".json": .json
            case ".jsonl", ".ndjson": .jsonl
            case ".md", ".markdown": .markdown
            default: .text
            }
    }
}
