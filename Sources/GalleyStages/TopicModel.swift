package import GalleyText
internal import Glibc

/// A linear model of topics that `galley topics train` made, as it lies in its file.
///
/// Words and pairs of words are hashed into buckets. An article's vector has (1 + ln *n*) × idf for each, and length 1; a
/// topic's value is its product with the topic's weights, plus its bias. A logistic curve makes that a confidence.
package struct TopicModel: Sendable {
    /// A topic, as the header tells it.
    package struct Topic: Sendable, Equatable {
        /// Its id, as the labels of the training data have it.
        package let id: String
        /// How many articles of the training data have it.
        package let articles: Int
        /// What a weight of 1 in the table stands for.
        package let scale: Float
        /// What is added to all its values.
        package let bias: Float
        /// Confidence is 1 / (1 + exp(−(`slope` × value + `offset`))).
        package let slope: Float
        /// See `slope`.
        package let offset: Float
        /// The confidence from which it is given.
        package let threshold: Float
        /// The phrases that speak loudest for it, as the training data has them, with what each says alone.
        package let phrases: [Phrase]

        package init(
            id: String,
            articles: Int,
            scale: Float,
            bias: Float,
            slope: Float,
            offset: Float,
            threshold: Float,
            phrases: [Phrase]
        ) {
            (self.id, self.articles, self.scale, self.bias) = (id, articles, scale, bias)
            (self.slope, self.offset, self.threshold, self.phrases) = (slope, offset, threshold, phrases)
        }
    }

    /// A word or pair of words with its weight.
    package struct Phrase: Sendable, Equatable {
        package let text: String
        package let weight: Double

        package init(_ text: String, weight: Double) { (self.text, self.weight) = (text, weight) }
    }

    /// What is said of all topics.
    package struct Facts: Sendable, Equatable {
        /// The buckets are 2^`bits`.
        package var bits = 18
        /// Pairs of words are features too.
        package var pairs = true
        /// An article may have several topics, or none.
        package var isMultiLabel = false
        /// What a pair counts, where a word is 1.
        package var pairWeight: Float = 0.5
        /// How often a word in the headline counts.
        package var titleWeight = 2
        /// What hashes begin with.
        package var seed: UInt64 = 0x6761_6c6c_6579_746d
        /// The languages of the training data; none if they could not be told.
        package var languages: [String] = []
        /// How many articles it has learned from.
        package var articles = 0

        package init() {}
    }

    package let facts: Facts
    package let topics: [Topic]
    let file: FixedBytes
    /// Where the bit set of buckets that count begins, and the rows: idf × 4096 in two bytes, a byte for each topic.
    let live: Int
    let rows: Int
    let stride: Int

    /// What a model says of an article.
    package struct Reading {
        /// The value of each topic.
        package fileprivate(set) var values: [Float]
        fileprivate var counter: FeatureCounter
        fileprivate var places: [Place] = []
        /// What each feature adds to the vector, whose length is `length`.
        fileprivate var loudness: [Float] = []
        fileprivate var length: Float = 1

        fileprivate struct Place: BitwiseCopyable {
            let feature: Int32
            /// The numbers of words; of the headline's if they are negative (−1 is the first).
            let first: Int32
            let last: Int32
        }
    }

    /// Values an article.
    ///
    /// - Complexity: O(*n*) in the words, and in features times topics.
    func read(_ text: TopicText) -> Reading {
        var reading = Reading(
            values: [Float](repeating: 0, count: topics.count),
            counter: FeatureCounter(most: text.count)
        )
        reading.places.reserveCapacity(text.count * 3 / 2)
        let (title, words) = (text.title, text.words)
        unsafe file.withUnsafeBytes { bytes in
            unsafe count(title.span, title.indices, isTitle: true, bytes, &reading)
            unsafe count(words.span, text.before, isTitle: false, bytes, &reading)
            unsafe count(words.span, text.behind, isTitle: false, bytes, &reading)
            unsafe addUp(bytes, &reading)
        }
        return reading
    }

    /// Values an article, its headline too.
    package func read(_ article: Article) -> Reading { read(TopicText(article)) }

    @inline(__always)
    private func count(
        _ words: Span<Token>,
        _ range: Range<Int>,
        isTitle: Bool,
        _ bytes: UnsafeRawBufferPointer,
        _ reading: inout Reading
    ) {
        let (bits, pairs, weight) = (facts.bits, facts.pairs, isTitle ? facts.titleWeight : 1)
        TopicFeatures.walk(words, range, pairs: pairs, seed: facts.seed) { hash, isPair, first, last in
            let bucket = TopicFeatures.bucket(hash, isPair: isPair, bits: bits, pairs: pairs)
            // In bounds: the bit set has a bit for every bucket, which `init` has checked.
            let set = unsafe bytes[live + Int(bucket >> 3)]
            guard set >> (bucket & 7) & 1 != 0 else { return }
            let feature = reading.counter.add(UInt64(bucket), weight)
            let (one, other) = isTitle ? (-1 - first, -1 - last) : (first, last)
            reading.places.append(Reading.Place(feature: Int32(feature), first: Int32(one), last: Int32(other)))
        }
    }

    private func addUp(_ bytes: UnsafeRawBufferPointer, _ reading: inout Reading) {
        guard let start = bytes.baseAddress else { return }
        let (rows, stride, count) = unsafe (start + rows, stride, topics.count)
        let features = reading.counter.features
        var square: Float = 0
        // Rows lie far apart in memory: a first loop that only asks each for its idf has many on their way at once.
        let loudness = [Float](capacity: features.count) { loudness in
            for index in features.indices {
                // In bounds: `init` has checked that there is a row for every bucket.
                let row = unsafe rows + Int(features[index].key) * stride
                let value = unsafe self.loudness(of: features[index], row)
                square += value * value
                loudness.append(value)
            }
        }
        unsafe reading.values.withUnsafeMutableBufferPointer { values in
            guard let sums = values.baseAddress else { return }
            for index in features.indices {
                let weights = unsafe (rows + Int(features[index].key) * stride + 2).assumingMemoryBound(to: Int8.self)
                let value = loudness[index]
                for topic in 0..<count { unsafe sums[topic] += value * Float(weights[topic]) }
            }
        }
        reading.loudness = loudness
        reading.length = max(square.squareRoot(), .leastNormalMagnitude)
        for (index, topic) in topics.enumerated() {
            reading.values[index] = reading.values[index] / reading.length * topic.scale + topic.bias
        }
    }

    @inline(__always)
    private func loudness(of feature: FeatureCounter.Feature, _ row: UnsafeRawPointer) -> Float {
        let isPair = facts.pairs && feature.key >> UInt64(facts.bits - 1) != 0
        let idf = unsafe Float(UInt16(littleEndian: row.loadUnaligned(as: UInt16.self))) / Self.idfUnit
        return TopicFeatures.loudness(feature.count) * idf * (isPair ? facts.pairWeight : 1)
    }

    /// What 1 of idf is in a row.
    static let idfUnit: Float = 4096

    /// How sure the model is of a topic, 0 to 1.
    package func confidence(of topic: Int, _ reading: Reading) -> Float {
        1 / (1 + exp(-(topics[topic].slope * reading.values[topic] + topics[topic].offset)))
    }

    /// The topics that an article is given, the surest first: all over their thresholds, or the best if it is over its own.
    package func chosen(_ reading: Reading, threshold: Double? = nil) -> [(topic: Int, confidence: Float)] {
        let order = topics.indices.sorted { (reading.values[$1], $0) < (reading.values[$0], $1) }
        let candidates = (facts.isMultiLabel ? order[...] : order.prefix(1)).map {
            (topic: $0, confidence: confidence(of: $0, reading))
        }
        let given = candidates.filter { $0.confidence >= threshold.map { Float($0) } ?? topics[$0.topic].threshold }
        return given.sorted { ($1.confidence, $0.topic) < ($0.confidence, $1.topic) }
    }

    /// The features that spoke loudest for a topic, at most eight, with where they stand.
    func evidence(for topic: Int, _ reading: Reading, in text: TopicText) -> [Tag.Evidence] {
        let features = reading.counter.features
        var loudest: [(feature: Int, share: Float)] = []
        unsafe file.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            for (number, feature) in features.enumerated() {
                let row = unsafe start + rows + Int(feature.key) * stride
                let weight = unsafe (row + 2).loadUnaligned(fromByteOffset: topic, as: Int8.self)
                guard weight > 0 else { continue }
                let share = reading.loudness[number] * Float(weight) * topics[topic].scale / reading.length
                if loudest.count == 8, let last = loudest.last, share <= last.share { continue }
                let place = loudest.firstIndex { $0.share < share } ?? loudest.count
                loudest.insert((number, share), at: place)
                if loudest.count > 8 { loudest.removeLast() }
            }
        }
        return loudest.map { feature, share in
            var (term, inHeadline, offsets) = ("", 0, [Int]())
            for place in reading.places where Int(place.feature) == feature {
                let isTitle = place.first < 0
                let words = isTitle ? text.title : text.words
                let bytes = isTitle ? text.titleBytes : text.bytes
                let first = words[Int(isTitle ? -1 - place.first : place.first)]
                let last = words[Int(isTitle ? -1 - place.last : place.last)]
                if term.isEmpty { term = Self.phrase(bytes, first, last) }
                if isTitle { inHeadline += 1 } else { offsets.append(first.start) }
            }
            let weight = (Double(share) * 1000).rounded() / 1000
            return Tag.Evidence(term: term, weight: weight, inHeadline: inHeadline, offsets: offsets)
        }
    }

    /// A word, or two with a space between, in lower case.
    package static func phrase(_ text: [UInt8], _ first: Token, _ last: Token) -> String {
        var phrase: [UInt8] = []
        let bytes = text.span
        for word in first == last ? [first] : [first, last] {
            if !phrase.isEmpty { phrase.append(0x20) }
            var index = word.start
            while index < word.end {
                let (value, length) = bytes.scalar(at: index)
                phrase.append(scalar: Unicodes.lowered(value))
                index += length
            }
        }
        return String(decoding: phrase, as: UTF8.self)
    }
}
