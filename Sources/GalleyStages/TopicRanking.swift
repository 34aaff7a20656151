internal import GalleyText
internal import Glibc

/// How loudly the terms found in one article speak for each topic, and which topics it is given.
///
/// A term adds pull × log₂(1 + n) × 5 / √(20 + words) to its topic's score, n being its times in the body and, each
/// counted as often as the title boost says, in the headline. A topic has the scores of the topics under it added.
struct TopicRanking {
    /// What one term says.
    private struct Voice {
        let use: Int
        let loudness: Double
        /// Where it was found: numbers of hits.
        let inHeadline: Range<Int>
        let inBody: Range<Int>
    }

    private let taxonomy: Taxonomy
    private let limits: TopicLimits
    private let hits: [TermIndex.Hit]
    private var voices: [Voice] = []
    /// What each topic scores, in hundredths, so that the last bit of a logarithm decides nothing.
    private var scores: [Double]
    /// The topics whose own terms count: one of those they require was found, or they require none.
    private var isOpen: [Bool]

    /// Adds up `hits`, found among `words` words.
    init(_ hits: [TermIndex.Hit], words: Int, in taxonomy: Taxonomy, _ limits: TopicLimits) {
        (self.taxonomy, self.limits) = (taxonomy, limits)
        scores = [Double](repeating: 0, count: taxonomy.topics.count)
        isOpen = taxonomy.topics.map { !$0.isGated }
        let scale = 5 / Double(20 + words).squareRoot()
        // Hits come in the order of the text, the headline's first.
        var order = hits.indices.map { UInt64(hits[$0].use) << 32 | UInt64($0) }
        order.sort()
        let hits = order.map { hits[Int($0 & 0xFFFF_FFFF)] }
        voices.reserveCapacity(hits.count)
        var next = 0
        while next < hits.count {
            let first = next
            var body = first
            while next < hits.count, hits[next].use == hits[first].use {
                if hits[next].offset < 0 { body = next + 1 }
                next += 1
            }
            let (topic, role, pull) = taxonomy.service(of: hits[first].use)
            if role == .opens { isOpen[topic] = true }
            let count = Double(next - body) + limits.titleBoost * Double(body - first)
            let voice = Voice(
                use: hits[first].use,
                loudness: pull * log2(1 + count) * scale,
                inHeadline: first..<body,
                inBody: body..<next
            )
            scores[topic] += voice.loudness
            voices.append(voice)
        }
        self.hits = hits
        for topic in scores.indices where !isOpen[topic] { scores[topic] = 0 }
        for topic in taxonomy.childrenFirst {
            scores[topic] = max(0, (scores[topic] * 100).rounded() / 100)
            if let parent = taxonomy.topics[topic].parent { scores[parent] += scores[topic] }
        }
    }

    /// The topics that the article is given, the best first.
    func tags(named language: Language, withParents: Bool) -> [Tag] {
        var tags: [Tag] = []
        for top in chosen() {
            var topic = mostSpecific(top)
            tags.append(tag(topic, language))
            while withParents, let parent = taxonomy.topics[topic].parent {
                topic = parent
                tags.append(tag(topic, language))
            }
        }
        return tags
    }

    /// The top topics over their thresholds, as many as stand clear of the next.
    private func chosen() -> [Int] {
        var ranked: [Int] = []
        for topic in taxonomy.topics.indices where scores[topic] > 0 && taxonomy.topics[topic].parent == nil {
            let place = ranked.firstIndex { scores[$0] < scores[topic] } ?? ranked.count
            ranked.insert(topic, at: place)
        }
        var given = Array(ranked.lazy.filter(isLoud).prefix(limits.maxTopics))
        while let last = given.last {
            let next = ranked.first { !given.contains($0) }.map { scores[$0] } ?? 0
            if max(0, scores[last] - next) >= limits.minMargin * scores[given[0]] { break }
            given.removeLast()
        }
        return given
    }

    private func isLoud(_ topic: Int) -> Bool { scores[topic] >= taxonomy.topics[topic].threshold ?? limits.minScore }

    /// The lowest topic over its threshold under `topic`, by way of the best at each step.
    private func mostSpecific(_ topic: Int) -> Int {
        let under = taxonomy.topics.indices.filter {
            taxonomy.topics[$0].parent == topic && isLoud($0) && scores[$0] > 0
        }
        guard let best = under.min(by: { (scores[$1], $0) < (scores[$0], $1) }) else { return topic }
        return mostSpecific(best)
    }

    private func tag(_ topic: Int, _ language: Language) -> Tag {
        var speakers: [Voice] = []
        speakers.reserveCapacity(voices.count)
        for voice in voices {
            let (owner, role, _) = taxonomy.service(of: voice.use)
            if role == .speaks, isOpen[owner], taxonomy.isTopic(owner, within: topic) { speakers.append(voice) }
        }
        speakers.sort { $0.loudness != $1.loudness ? $0.loudness > $1.loudness : $0.use < $1.use }
        let evidence = speakers.map {
            Tag.Evidence(
                term: taxonomy.uses[$0.use].term.source,
                weight: taxonomy.uses[$0.use].weight,
                inHeadline: $0.inHeadline.count,
                offsets: hits[$0.inBody].map(\.offset)
            )
        }
        let (id, label) = (taxonomy.topics[topic].id, taxonomy.label(topic, in: language))
        return Tag(id: id, label: label, score: scores[topic], evidence: evidence)
    }
}
