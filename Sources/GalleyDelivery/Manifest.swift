internal import GalleyText

/// What a batch delivers and where: written and synced before it is committed.
///
/// JSON with a version; names that are not UTF-8 are `{"b64": …}`.
struct Manifest: Equatable {
    /// A copy that waits in the outbox, or was published from there.
    struct Copy: Equatable {
        /// The name of the original, of the copy, and, with `.record.json` behind it, of the record.
        let name: Path
        /// The digest of the copy.
        let digest: String
        /// The digest of the record; `nil` if there is none.
        let record: String?
    }

    static let name = Path(".manifest")
    /// The name of a copy below `.galley/B` before it is published, by its place in `copies`.
    static func draft(_ number: Int) -> Path { Path("\(number)") }
    /// The name of its record.
    static func draftOfRecord(_ number: Int) -> Path { Path("\(number).record") }
    private static let schema = 1

    /// The outbox.
    let outbox: Path
    /// Its id.
    let id: String
    /// The copies.
    let copies: [Copy]

    init(outbox: Path, id: String, copies: [Copy]) { (self.outbox, self.id, self.copies) = (outbox, id, copies) }

    var bytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("schema", Self.schema)
        json.key("outbox")
        json.name(outbox)
        json.member("id", id)
        json.key("copies")
        json.beginArray()
        for copy in copies {
            json.beginObject()
            json.key("name")
            json.name(copy.name)
            json.member("digest", copy.digest)
            if let record = copy.record {
                json.member("record", record)
            }
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.endLine()
        return json.bytes
    }

    /// Reads what `bytes` wrote; `nil` for anything else.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(bytes.span, in: 0..<bytes.count), value["schema"]?.count == Self.schema,
            let outbox = value["outbox"]?.bytes, let id = value["id"]?.text, let items = value["copies"]?.items
        else { return nil }
        var copies: [Copy] = []
        for item in items {
            guard let name = item["name"]?.bytes, let digest = item["digest"]?.text else { return nil }
            copies.append(Copy(name: Path(name), digest: digest, record: item["record"]?.text))
        }
        self.init(outbox: Path(outbox), id: id, copies: copies)
    }
}

extension JSONWriter {
    /// Writes a name.
    mutating func name(_ name: Path) {
        let bytes = name.bytes
        text(bytes.span)
    }
}
