internal import CMasks
internal import GalleyText

/// What was learned of article lines and litter, as a weights file has it.
///
/// There are two tables: one for texts that are mostly one article, one for whole pages.
struct LineWeights: Sendable {
    let vocabulary: LineVocabulary
    /// For a text whose best block of prose has most of its words.
    private let article: Table?
    /// For a text whose best block of prose has a smaller share of its words than `largestPage`.
    private let page: Table?
    private let largestPage: Float
    /// How wide the border between both is.
    private static let border: Float = 0.2
    /// Nothing was learned.
    var isEmpty: Bool { article == nil || page == nil }

    /// Nothing learned.
    init(_ vocabulary: LineVocabulary = LineVocabulary([])) {
        (self.vocabulary, article, page, largestPage) = (vocabulary, nil, nil, 0)
    }

    /// Reads a weights file; what is wrong in it goes to the reader.
    init(_ setting: Setting, _ reader: inout SettingReader) {
        var pairs: [(key: Setting, value: Setting)] = []
        if case .mapping(let found) = setting.value {
            pairs = found
        } else {
            reader.report(at: setting.place, "a weights file is a mapping, not \(setting.described)")
        }
        let keys = ["version", "source", "learned", "words", "page-below", "article", "page"]
        for (key, _) in pairs where !keys.contains(key.text ?? "") {
            let guess = nearest(to: key.text ?? "", among: keys).map { "; did you mean '\($0)'?" } ?? ""
            reader.report(at: key.place, "a weights file has no key \(key.described)\(guess)")
        }
        if let version = setting["version"], version.text != "1" {
            reader.report(
                at: version.place,
                "this weights file has version \(version.described); galley reads version 1"
            )
        }
        vocabulary = LineVocabulary(setting["words"], &reader)
        largestPage = Table.number(setting["page-below"], &reader) ?? 0.75
        article = setting["article"].flatMap { Table($0, &reader) }
        page = setting["page"].flatMap { Table($0, &reader) }
    }

    /// The tables for a text, and how much of each counts; the last counts most.
    ///
    /// Near the border both do, so that a few words more or less never turn the judgement.
    func tables(blockShare: Float) -> [(table: Table, part: Float)] {
        guard let article, let page else { return [] }
        let part = max(0, min(1, 0.5 + (blockShare - largestPage) / Self.border))
        switch part {
        case 0: return [(page, 1)]
        case 1: return [(article, 1)]
        case ..<0.5: return [(article, part), (page, 1 - part)]
        default: return [(page, 1 - part), (article, part)]
        }
    }

    /// Weights of signs.
    ///
    /// Each sign is cut into steps, and each step has two weights: one for the first look, at the line and its
    /// neighbours, and one for the second, which also knows what the first found around it. Each look sums them; a
    /// positive sum speaks for the article.
    struct Table: Sendable {
        /// A line with a lower sum goes.
        let threshold: Float
        /// No line goes from a text without a line of a lower sum.
        let certain: Float
        private let bias: (first: Float, second: Float)
        /// The bounds between the steps of all signs, eight each, with infinity behind a sign's last.
        private var steps: [Float] = []
        /// The weights of all signs for the first and the second look, nine pairs each.
        private var weights: [Float] = []
        /// The most bounds that a sign has.
        private static let most = 8

        fileprivate init?(_ setting: Setting, _ reader: inout SettingReader) {
            threshold = Self.number(setting["threshold"], &reader) ?? -.infinity
            certain = Self.number(setting["certain"], &reader) ?? threshold
            let bias = setting["bias"]
            self.bias = (Self.number(bias?["first"], &reader) ?? 0, Self.number(bias?["second"], &reader) ?? 0)
            guard case .mapping(let pairs)? = setting["signs"]?.value else {
                reader.report(at: setting.place, "a table of weights needs signs")
                return nil
            }
            var rows: [String: Setting] = [:]
            for (key, value) in pairs { rows[key.text ?? ""] = value }
            for sign in LineSign.allCases {
                let row = rows.removeValue(forKey: sign.name)
                let steps = Self.numbers(row?["steps"], &reader)
                let none = [Float](repeating: 0, count: steps.count + 1)
                let first = row?["first"].map { Self.numbers($0, &reader) } ?? none
                let second = row?["second"].map { Self.numbers($0, &reader) } ?? none
                if let row, first.count != steps.count + 1 || second.count != first.count {
                    reader.report(at: row.place, "'\(sign.name)' needs one weight more than it has steps")
                    return nil
                }
                if let row, steps.count > Self.most {
                    reader.report(at: row.place, "'\(sign.name)' has more than \(Self.most) steps")
                    return nil
                }
                let unused = Self.most - steps.count
                self.steps += steps + [Float](repeating: .infinity, count: unused)
                weights += zip(first, second).flatMap { [$0, $1] } + [Float](repeating: 0, count: 2 * unused)
            }
            for (name, row) in rows { reader.report(at: row.place, "no sign of a line is named '\(name)'") }
        }

        fileprivate static func number(_ setting: Setting?, _ reader: inout SettingReader) -> Float? {
            guard let setting else { return nil }
            if let number = setting.text.flatMap(Float.init), number.isFinite { return number }
            reader.report(at: setting.place, "\(setting.described) is no number")
            return nil
        }

        private static func numbers(_ setting: Setting?, _ reader: inout SettingReader) -> [Float] {
            guard case .sequence(let items)? = setting?.value else { return [] }
            return items.compactMap { number($0, &reader) }
        }

        /// Adds the weights of some signs to two sums, in their order.
        private func add(_ signs: Range<Int>, _ values: [Float], to first: inout Float, _ second: inout Float) {
            precondition(0 <= signs.lowerBound && signs.upperBound <= LineSign.count)
            precondition(values.count == LineSign.count && steps.count == values.count * Self.most)
            precondition(weights.count == values.count * (Self.most + 1) * 2)
            let start = signs.lowerBound
            unsafe values.withUnsafeBufferPointer { values in
                unsafe steps.withUnsafeBufferPointer { steps in
                    unsafe weights.withUnsafeBufferPointer { weights in
                        guard let values = values.baseAddress, let steps = steps.baseAddress,
                            let weights = weights.baseAddress
                        else { return }
                        unsafe add_weights(
                            values + start,
                            steps + start * Self.most,
                            weights + start * (Self.most + 1) * 2,
                            signs.count,
                            &first,
                            &second
                        )
                    }
                }
            }
        }

        /// The sums over the signs that are known before the first look.
        func sums(_ values: [Float]) -> (first: Float, second: Float) {
            var sums = bias
            add(0..<LineSign.articleCount, values, to: &sums.first, &sums.second)
            return sums
        }

        /// The sum over the signs that the first look found.
        func sumOfLooks(_ values: [Float]) -> Float {
            var sums: (Float, Float) = (0, 0)
            add(LineSign.articleCount..<LineSign.count, values, to: &sums.0, &sums.1)
            return sums.1
        }

        /// The signs that speak most against a line, the strongest first.
        func strongest(_ values: [Float], most: Int) -> [LineSign] {
            var against: [(sign: Int, weight: Float)] = []
            against.reserveCapacity(LineSign.count)
            for sign in 0..<LineSign.count {
                var sums: (Float, Float) = (0, 0)
                add(sign..<sign + 1, values, to: &sums.0, &sums.1)
                if sums.0 + sums.1 < -0.2 { against.append((sign, sums.0 + sums.1)) }
            }
            against.sort { $0.weight < $1.weight }
            return against.prefix(most).compactMap { LineSign(rawValue: $0.sign) }
        }
    }
}

extension LineVocabulary {
    /// Reads the kinds of words of a weights file.
    fileprivate init(_ setting: Setting?, _ reader: inout SettingReader) {
        var words: [(word: String, kind: Int)] = []
        if case .mapping(let kinds)? = setting?.value {
            for (key, value) in kinds {
                let kind = LineVocabulary.kinds.firstIndex { $0.name == key.text }
                guard let kind, case .sequence(let items) = value.value else {
                    reader.report(at: key.place, "\(key.described) is no kind of words with a list of them")
                    continue
                }
                words += items.compactMap(\.text).map { ($0, kind) }
            }
        }
        self.init(words)
    }
}
