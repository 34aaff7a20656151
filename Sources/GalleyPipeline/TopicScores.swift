package import GalleyText

/// How well tags meet the labels of articles.
package struct TopicScores {
    /// One topic's counts.
    package struct Row: Sendable {
        package let id: String
        package fileprivate(set) var right = 0
        package fileprivate(set) var given = 0
        package fileprivate(set) var wanted = 0

        package var precision: Double { given == 0 ? 0 : Double(right) / Double(given) }
        package var recall: Double { wanted == 0 ? 0 : Double(right) / Double(wanted) }
        package var f1: Double { given + wanted == 0 ? 0 : 2 * Double(right) / Double(given + wanted) }
    }

    /// The topics, by id.
    package private(set) var rows: [Row] = []
    /// How many articles were tagged.
    package private(set) var articles = 0
    /// For each article with a topic: the score of its first, and whether that is one of its labels.
    private var firsts: [(score: Double, isRight: Bool)] = []
    private var pairs: [String: Int] = [:]
    private var numbers: [String: Int] = [:]

    package init() {}

    /// Takes an article's tags, the best first.
    ///
    /// - Parameter labels: each label as the ids that it may be met by.
    package mutating func add(_ tags: [Tag], labels: [[String]]) {
        articles += 1
        // A label that several ids meet is counted under the one that met it, else under its first.
        let wanted = labels.compactMap { ids in ids.first { id in tags.contains { $0.id == id } } ?? ids.first }
        for id in wanted { rows[number(id)].wanted += 1 }
        for tag in tags {
            let row = number(tag.id)
            rows[row].given += 1
            if wanted.contains(tag.id) { rows[row].right += 1 }
        }
        let strangers = tags.map(\.id).filter { !wanted.contains($0) }
        for missed in wanted where !tags.contains(where: { $0.id == missed }) {
            pairs["\(missed) as \(strangers.first ?? "nothing")", default: 0] += 1
        }
        if let first = tags.first { firsts.append((first.score, wanted.contains(first.id))) }
    }

    private mutating func number(_ id: String) -> Int {
        if let number = numbers[id] { return number }
        numbers[id] = rows.count
        rows.append(Row(id: id))
        return rows.count - 1
    }

    /// All topics taken together: 2 · right / (given + wanted).
    package var total: Row {
        var total = Row(id: "all")
        for row in rows {
            total.right += row.right
            total.given += row.given
            total.wanted += row.wanted
        }
        return total
    }

    /// The mean of the topics' F1, each as much as another; of those that an article is labelled with.
    package var macroF1: Double {
        let wanted = rows.filter { $0.wanted > 0 }
        return wanted.isEmpty ? 0 : wanted.reduce(0) { $0 + $1.f1 } / Double(wanted.count)
    }

    /// The pairs that were taken for each other, the commonest first: `world as business`.
    package var confusions: [(pair: String, count: Int)] {
        pairs.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (pair: $0.key, count: $0.value) }
    }

    /// How often the first topic is right where only the surest part of the articles is given one.
    package var coverage: [(part: Double, score: Double, precision: Double)] {
        let order = firsts.sorted { $0.score > $1.score }
        return (1...10).compactMap { tenth in
            let count = articles * tenth / 10
            guard count > 0, count <= order.count else { return nil }
            let right = order[..<count].count { $0.isRight }
            return (Double(tenth) / 10, order[count - 1].score, Double(right) / Double(count))
        }
    }
}
