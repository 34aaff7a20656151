internal import GalleyStages
internal import GalleyText

/// Learns a model of topics from labelled articles.
///
/// It stands here and not beside the stage, since it reads documents and is no pass over an article; and not in the
/// program, so that benchmarks and tests can call it.
package struct TopicTraining {
    /// What may be fixed; the rest is chosen by what serves best on the development articles.
    package struct Options: Sendable {
        /// 2^`bits` buckets.
        package var bits: Int?
        /// 1 for words, 2 for pairs of words too.
        package var ngrams: Int?
        /// What a mistake costs beside large weights.
        package var cost: Float = 0.7
        /// Whether an article may have several topics; else whether one of the data has.
        package var isMultiLabel: Bool?
        package init() {}
    }

    /// A way that was tried.
    package struct Trial: Sendable {
        package let bits: Int
        package let ngrams: Int
        package let cost: Float
        /// Micro-F1 on the development articles.
        package let score: Double
    }

    /// Why nothing can be learned.
    package struct Fault: Error, Equatable, Sendable {
        package let message: String
    }

    /// The bytes of the model's file.
    package private(set) var file: [UInt8] = []
    /// What was tried, in order.
    package private(set) var trials: [Trial] = []
    /// Which of them was taken.
    package private(set) var chosen = 0

    private var facts = TopicModel.Facts()
    private let topics: [String]
    private let training: TopicExamples
    private let development: TopicExamples

    /// Learns from `training`; n-grams, buckets, the cost of mistakes and thresholds are chosen by `development`.
    ///
    /// The model that comes out has learned from both. The same articles in the same order give the same bytes.
    ///
    /// - Throws: `Fault`.
    package init(
        _ training: [LabelledArticle],
        development: [LabelledArticle],
        _ options: Options = Options()
    ) throws(Fault) {
        let topics = Set(training.flatMap(\.labels)).sorted()
        guard topics.count > 1 else { throw Fault(message: "the training data has fewer than two labels") }
        if let stranger = development.flatMap(\.labels).first(where: { !topics.contains($0) }) {
            throw Fault(message: "the development data has the label '\(stranger)', which no training article has")
        }
        guard !development.isEmpty else { throw Fault(message: "the development data has no article") }
        facts.isMultiLabel = options.isMultiLabel ?? (training + development).contains { $0.labels.count != 1 }
        if !facts.isMultiLabel, let odd = (training + development).firstIndex(where: { $0.labels.count != 1 }) {
            throw Fault(message: "article \(odd + 1) has \((training + development)[odd].labels.count) labels, not one")
        }
        facts.languages = Self.languages(training)
        facts.articles = training.count + development.count
        let numbers = Dictionary(uniqueKeysWithValues: topics.enumerated().map { ($1, $0) })
        self.topics = topics
        let facts = facts
        func examples(_ articles: [LabelledArticle]) -> TopicExamples {
            var examples = TopicExamples()
            for article in articles {
                examples.append(
                    TopicFeatures.count(article.article, facts),
                    labels: article.labels.compactMap { numbers[$0] }
                )
            }
            return examples
        }
        (self.training, self.development) = (examples(training), examples(development))
        search(options)
        file = TopicModel.file(model(training + development))
    }

    /// The languages that a tenth of the articles or more are in.
    private static func languages(_ articles: [LabelledArticle]) -> [String] {
        var counts: [String: Int] = [:]
        for article in articles { counts[article.article.language.rawValue, default: 0] += 1 }
        return counts.filter { $0.key != "und" && $0.value * 10 >= articles.count }.map(\.key).sorted()
    }

    // MARK: Choosing

    private mutating func search(_ options: Options) {
        let bits = options.bits ?? 18
        attempt(bits, options.ngrams ?? 2, options.cost)
        if options.ngrams == nil { attempt(bits, 1, options.cost) }
        let ngrams = trials[chosen].ngrams
        if options.bits == nil { for bits in [17, 16] { attempt(bits, ngrams, options.cost) } }
        (facts.bits, facts.pairs) = (trials[chosen].bits, trials[chosen].ngrams == 2)
    }

    /// Tries a way, and takes it if it is better than the one taken so far by more than chance explains.
    private mutating func attempt(_ bits: Int, _ ngrams: Int, _ cost: Float) {
        let buckets = TopicBuckets(training, bits: bits, pairs: ngrams == 2, pairWeight: facts.pairWeight)
        let vectors = TopicVectors(training, buckets)
        let machines = LinearTopics(
            vectors,
            training.labels,
            topics: topics.count,
            buckets,
            cost: cost
        )
        let values = machines.values(TopicVectors(development, buckets))
        let curves = curves(values)
        let thresholds = thresholds(values, curves)
        let given = given(values, curves, thresholds)
        trials.append(Trial(bits: bits, ngrams: ngrams, cost: cost, score: score(given)))
        guard trials.count == 1 || isBetter(given, than: self.given) else { return }
        chosen = trials.count - 1
        (self.curves, self.thresholds, self.given) = (curves, thresholds, given)
    }

    private var given: [[Int]] = []
    private var curves: [TopicCurve] = []
    private var thresholds: [Double] = []

    /// A curve for each topic; one for all where the development articles have too few of it.
    private func curves(_ values: [[Float]]) -> [TopicCurve] {
        let all = TopicCurve(
            values.flatMap(\.self),
            development.labels.flatMap { labels in topics.indices.map { labels.contains($0) } }
        )
        return topics.indices.map { topic in
            let isThere = development.labels.map { $0.contains(topic) }
            guard isThere.count(where: \.self) >= 10 else { return all }
            return TopicCurve(values.map { $0[topic] }, isThere)
        }
    }

    /// The confidences from which topics are given.
    private func thresholds(_ values: [[Float]], _ curves: [TopicCurve]) -> [Double] {
        func best(_ rows: [(confidence: Double, isRight: Bool)], wanted: Int) -> Double {
            // Counts are taken from the surest on; between two equal scores the one that gives less.
            var (right, given, best) = (0, 0, (score: 0.0, threshold: 0.5))
            let rows = rows.sorted { $0.confidence > $1.confidence }
            for (index, row) in rows.enumerated() {
                given += 1
                if row.isRight { right += 1 }
                let next = index + 1 < rows.count ? rows[index + 1].confidence : 0
                if next == row.confidence { continue }
                let score = 2 * Double(right) / Double(given + wanted)
                if score > best.score { best = (score, (row.confidence + next) / 2) }
            }
            return best.threshold
        }
        let rows = zip(values, development.labels).map { values, labels in
            zip(values, curves).enumerated().map { topic, pair in
                (confidence: pair.1.confidence(pair.0), isRight: labels.contains(topic))
            }
        }
        guard facts.isMultiLabel else {
            // One threshold for all, and a low one: few articles are too few to set it well.
            let firsts = zip(values, rows).map { values, row in row[Self.best(values)] }
            return topics.map { _ in min(0.2, best(firsts, wanted: firsts.count)) }
        }
        let all = best(rows.flatMap(\.self), wanted: development.labels.reduce(0) { $0 + $1.count })
        return topics.indices.map { topic in
            let wanted = development.labels.count { $0.contains(topic) }
            return wanted >= 10 ? best(rows.map { $0[topic] }, wanted: wanted) : all
        }
    }

    private static func best(_ values: [Float]) -> Int {
        values.indices.max { (values[$0], $1) < (values[$1], $0) } ?? 0
    }

    /// The topics that each development article is given; where each has one, the best.
    private func given(_ values: [[Float]], _ curves: [TopicCurve], _ thresholds: [Double]) -> [[Int]] {
        values.map { values in
            guard facts.isMultiLabel else { return [Self.best(values)] }
            return values.indices.filter { curves[$0].confidence(values[$0]) >= thresholds[$0] }
        }
    }

    /// Micro-F1 on the development articles.
    private func score(_ given: [[Int]]) -> Double {
        let right = zip(given, development.labels).reduce(0) { sum, row in sum + row.0.count { row.1.contains($0) } }
        let all = (given + development.labels).reduce(0) { $0 + $1.count }
        return all == 0 ? 0 : 2 * Double(right) / Double(all)
    }

    /// Says whether the decisions in which two ways differ speak for one of them by more than their standard error.
    private func isBetter(_ one: [[Int]], than other: [[Int]]) -> Bool {
        var (won, lost) = (0, 0)
        for (labels, (one, other)) in zip(development.labels, zip(one, other)) {
            for topic in Set(one).symmetricDifference(other) {
                if one.contains(topic) == labels.contains(topic) { won += 1 } else { lost += 1 }
            }
        }
        return Double(won - lost) > Double(won + lost).squareRoot()
    }

    // MARK: The model

    private func model(_ articles: [LabelledArticle]) -> TopicModel.Draft {
        var examples = training
        examples.append(development)
        let buckets = TopicBuckets(examples, bits: facts.bits, pairs: facts.pairs, pairWeight: facts.pairWeight)
        let machines = LinearTopics(
            TopicVectors(examples, buckets),
            examples.labels,
            topics: topics.count,
            buckets,
            cost: trials[chosen].cost
        )
        var draft = TopicModel.Draft()
        (draft.facts, draft.buckets, draft.idf) = (facts, buckets.buckets, buckets.idf)
        let phrases = phrases(articles, buckets, machines)
        for (topic, id) in topics.enumerated() {
            let weights = machines.weights[topic]
            let scale = max(weights.reduce(0) { max($0, abs($1)) } / 127, .leastNormalMagnitude)
            draft.weights.append(weights.map { Int8(($0 / scale).rounded()) })
            draft.topics.append(
                TopicModel.Topic(
                    id: id,
                    articles: examples.labels.count { $0.contains(topic) },
                    scale: scale,
                    bias: machines.biases[topic],
                    slope: Float(curves[topic].slope),
                    offset: Float(curves[topic].offset),
                    threshold: Float(thresholds[topic]),
                    phrases: phrases[topic]
                )
            )
        }
        return draft
    }

    /// The loudest features of each topic, as the articles write them: a feature that several phrases share has the commonest.
    private func phrases(
        _ articles: [LabelledArticle],
        _ buckets: TopicBuckets,
        _ machines: LinearTopics
    ) -> [[TopicModel.Phrase]] {
        let most = 100
        let loudest = machines.weights.map { weights in
            weights.indices.map { (feature: $0, weight: weights[$0] * buckets.weight($0)) }
                .filter { $0.weight > 0 }
                .sorted { ($1.weight, $0.feature) < ($0.weight, $1.feature) }
                .prefix(most)
        }
        var texts: [Int: [String: Int]] = [:]
        for topic in loudest { for (feature, _) in topic { texts[feature] = [:] } }
        for article in articles {
            TopicFeatures.walk(article.article, facts) { key, phrase in
                guard let feature = buckets.feature(of: key), texts[feature] != nil else { return }
                texts[feature]?[phrase(), default: 0] += 1
            }
        }
        return loudest.map { topic in
            topic.compactMap { feature, weight in
                let text = texts[feature]?.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
                return text.map { TopicModel.Phrase($0, weight: (Double(weight) * 1000).rounded() / 1000) }
            }
        }
    }
}
