package import GalleyText

/// The file of a model, all numbers little-endian:
///
///     0     "GALLEYTM", the version in four bytes, the bytes of the head in four
///     16    SHA-256 of all that follows
///     48    the head: facts and topics as JSON, padded with spaces to a multiple of 64
///     …     a bit for each bucket that counts
///     …     a row for each bucket: idf × 4096 in two bytes, a signed weight in one for each topic, padded to an even count
extension TopicModel {
    /// Why a file is no model.
    package struct Fault: Error, Equatable, Sendable {
        package let message: String
        init(_ message: String) { self.message = message }
    }

    private static let magic = Array("GALLEYTM".utf8)
    private static let version: UInt32 = 1
    private static let headStart = 48

    /// Reads the head of a model's file, and checks that the rest is what was written.
    ///
    /// - Throws: `Fault`.
    /// - Complexity: O(*n*) in the bytes of the file.
    package init(_ file: FixedBytes) throws(Fault) {
        guard file.count > Self.headStart, file.bytes(0..<8) == Self.magic else {
            throw Fault("it is no model that galley topics train has written")
        }
        let version = Self.number(file.bytes(8..<12))
        guard version == Self.version else {
            throw Fault("it is a model of version \(version); galley reads version \(Self.version)")
        }
        let headEnd = Self.headStart + Int(Self.number(file.bytes(12..<16)))
        guard headEnd <= file.count else { throw Fault("it is cut off") }
        let digest = Digest(file.span.extracting(Self.headStart..<file.count)).bytes
        guard digest == file.bytes(16..<48) else {
            throw Fault("it is damaged or cut off: its digest is not the one that its head tells")
        }
        let head = file.bytes(Self.headStart..<headEnd)
        guard let value = try? JSONValue(head.span, in: 0..<head.count), let facts = Facts(value),
            let topics = value["topics"]?.items.map({ $0.compactMap(Topic.init) }), !topics.isEmpty,
            topics.count == value["topics"]?.items?.count
        else { throw Fault("its head cannot be read") }
        (self.facts, self.topics, self.file) = (facts, topics, file)
        live = headEnd
        rows = headEnd + 1 << (facts.bits - 3)
        stride = Self.stride(topics: topics.count)
        guard file.count == rows + stride << facts.bits else {
            throw Fault("its tables have not the size that its head tells")
        }
    }

    private static func stride(topics: Int) -> Int { (topics + 3) & ~1 }

    private static func number(_ bytes: [UInt8]) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }

    /// A model as it is learned: numbers of features, not of buckets.
    package struct Draft {
        package var facts = Facts()
        package var topics: [Topic] = []
        /// The bucket of each feature.
        package var buckets: [UInt32] = []
        /// The idf of each feature.
        package var idf: [Float] = []
        /// For each topic, the weight of each feature, as a multiple of the topic's scale: −127 to 127.
        package var weights: [[Int8]] = []

        package init() {}
    }

    /// The bytes of a model's file.
    package static func file(_ draft: Draft) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        draft.facts.write(into: &json)
        json.key("topics")
        json.beginArray()
        for topic in draft.topics { topic.write(into: &json) }
        json.endArray()
        json.endObject()
        let head = json.bytes + [UInt8](repeating: 0x20, count: (64 - (headStart + json.bytes.count) % 64) % 64)
        let stride = stride(topics: draft.topics.count)
        let (live, rows) = (head.count, head.count + 1 << (draft.facts.bits - 3))
        var body = head + [UInt8](repeating: 0, count: rows - live + stride << draft.facts.bits)
        for (feature, bucket) in draft.buckets.enumerated() {
            body[live + Int(bucket >> 3)] |= 1 << UInt8(bucket & 7)
            let row = rows + Int(bucket) * stride
            let idf = UInt16(min(draft.idf[feature] * idfUnit, 65_535).rounded())
            (body[row], body[row + 1]) = (UInt8(truncatingIfNeeded: idf), UInt8(idf >> 8))
            for (topic, weights) in draft.weights.enumerated() {
                body[row + 2 + topic] = UInt8(bitPattern: weights[feature])
            }
        }
        var file = magic
        for number in [version, UInt32(head.count)] {
            for shift in [0, 8, 16, 24] as [UInt32] { file.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        return file + Digest(body.span).bytes + body
    }
}

extension TopicModel.Facts {
    fileprivate func write(into json: inout JSONWriter) {
        json.member("articles", articles)
        json.key("languages")
        json.beginArray()
        for language in languages { json.string(language) }
        json.endArray()
        for (key, value) in [
            ("bits", "\(bits)"), ("ngrams", pairs ? "2" : "1"), ("several", "\(isMultiLabel)"),
            ("pair-weight", "\(pairWeight)"), ("title-weight", "\(titleWeight)"), ("seed", "\(seed)"),
        ] {
            json.key(named: key)
            json.string(value)
        }
    }

    fileprivate init?(_ value: JSONValue) {
        self.init()
        guard let articles = value["articles"]?.count, let bits = value["bits"]?.text.flatMap(Int.init),
            (8...22).contains(bits), let ngrams = value["ngrams"]?.text, let several = value["several"]?.text,
            let pairWeight = value["pair-weight"]?.text.flatMap(Float.init),
            let titleWeight = value["title-weight"]?.text.flatMap(Int.init), (1...100).contains(titleWeight),
            let seed = value["seed"]?.text.flatMap(UInt64.init), let languages = value["languages"]?.items
        else { return nil }
        (self.articles, self.bits, pairs, isMultiLabel) = (articles, bits, ngrams == "2", several == "true")
        (self.pairWeight, self.titleWeight, self.seed) = (pairWeight, titleWeight, seed)
        self.languages = languages.compactMap { $0.text.map { Language(rawValue: $0).rawValue } }
    }
}

extension TopicModel.Topic {
    fileprivate func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("id", id)
        json.member("articles", articles)
        // As text, so that each comes back to the last bit.
        for (key, value) in [
            ("scale", scale), ("bias", bias), ("slope", slope), ("offset", offset), ("threshold", threshold),
        ] {
            json.key(named: key)
            json.string("\(value)")
        }
        json.key("phrases")
        json.beginArray()
        for phrase in phrases {
            json.beginArray()
            json.string(phrase.text)
            json.number(phrase.weight)
            json.endArray()
        }
        json.endArray()
        json.endObject()
    }

    fileprivate init?(_ value: JSONValue) {
        func number(_ key: String) -> Float? {
            value[key]?.text.flatMap(Float.init).flatMap { $0.isFinite ? $0 : nil }
        }
        guard let id = value["id"]?.text, let articles = value["articles"]?.count, let scale = number("scale"),
            let bias = number("bias"), let slope = number("slope"), let offset = number("offset"),
            let threshold = number("threshold"), let phrases = value["phrases"]?.items
        else { return nil }
        self.init(
            id: id,
            articles: articles,
            scale: scale,
            bias: bias,
            slope: slope,
            offset: offset,
            threshold: threshold,
            phrases: phrases.compactMap { phrase in
                guard let items = phrase.items, items.count == 2, let text = items[0].text,
                    case .number(let digits) = items[1], let weight = Double(digits)
                else { return nil }
                return TopicModel.Phrase(text, weight: weight)
            }
        )
    }
}
