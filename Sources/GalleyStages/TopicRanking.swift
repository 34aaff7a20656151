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
        let topic: Int
        let loudness: Double
        /// Where it was found: numbers of hits.
        let inHeadline: Range<Int>
        let inBody: Range<Int>
    }

    private let taxonomy: Taxonomy
    private let limits: TopicLimits
    private let hits: [TermIndex.Hit]
    /// The terms that speak for a topic, in the order of the taxonomy.
    private var voices: [Voice] = []
    /// What each topic scores, in hundredths, so that the last bit of a logarithm decides nothing.
    private var scores: [Double]
    /// The topics whose own terms count: one of those they require was found, or they require none.
    private var isOpen: [Bool]

    /// Adds up `hits`, found among `words` words.
    init(_ hits: [TermIndex.Hit], words: Int, in taxonomy: Taxonomy, _ limits: TopicLimits) {
        (self.taxonomy, self.limits) = (taxonomy, limits)
        scores = [Double](repeating: 0, count: taxonomy.topics.count)
        isOpen = taxonomy.isOpen
        let scale = 5 / Double(20 + words).squareRoot()
        // Hits come in the order of the text, the headline's first.
        var order = hits.indices.map { UInt64(hits[$0].use) << 32 | UInt64($0) }
        order.sort()
        let hits = order.map { hits[Int($0 & 0xFFFF_FFFF)] }
        voices.reserveCapacity(hits.count)
        var next = 0
        while next < hits.count {
            let (first, use) = (next, Int(hits[next].use))
            var body = first
            while next < hits.count, Int(hits[next].use) == use {
                if hits[next].offset < 0 { body = next + 1 }
                next += 1
            }
            let service = taxonomy.services[use]
            if service.role == .opens { isOpen[service.topic] = true }
            let count = Double(next - body) + limits.titleBoost * Double(body - first)
            let loudness = service.pull * log2(1 + count) * scale
            scores[service.topic] += loudness
            guard service.role == .speaks else { continue }
            voices.append(
                Voice(
                    use: use,
                    topic: service.topic,
                    loudness: loudness,
                    inHeadline: first..<body,
                    inBody: body..<next
                )
            )
        }
        self.hits = hits
        for topic in scores.indices where !isOpen[topic] { scores[topic] = 0 }
        for topic in taxonomy.childrenFirst where scores[topic] != 0 {
            scores[topic] = max(0, (scores[topic] * 100).rounded() / 100)
            let parent = taxonomy.parents[topic]
            if parent >= 0 { scores[parent] += scores[topic] }
        }
    }

    /// The topics that the article is given, the best first.
    func tags(named language: Language, withParents: Bool) -> [Tag] {
        var tags: [Tag] = []
        for top in chosen() {
            var topic = mostSpecific(top)
            tags.append(tag(topic, language))
            while withParents, taxonomy.parents[topic] >= 0 {
                topic = taxonomy.parents[topic]
                tags.append(tag(topic, language))
            }
        }
        return tags
    }

    /// The top topics over their thresholds, as many as stand clear of the next.
    private func chosen() -> [Int] {
        var ranked: [Int] = []
        ranked.reserveCapacity(taxonomy.tops.count)
        for topic in taxonomy.tops where scores[topic] > 0 {
            var place = ranked.count
            ranked.append(topic)
            while place > 0, scores[ranked[place - 1]] < scores[topic] {
                ranked.swapAt(place - 1, place)
                place -= 1
            }
        }
        var given: [Int] = []
        for topic in ranked where isLoud(topic) && given.count < limits.maxTopics { given.append(topic) }
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
        var best: Int?
        for under in scores.indices where taxonomy.parents[under] == topic && scores[under] > 0 {
            if scores[under] > best.map({ scores[$0] }) ?? 0, isLoud(under) { best = under }
        }
        return best.map(mostSpecific) ?? topic
    }

    private func tag(_ topic: Int, _ language: Language) -> Tag {
        var speakers: [Voice] = []
        speakers.reserveCapacity(voices.count)
        for voice in voices where isOpen[voice.topic] && taxonomy.isTopic(voice.topic, within: topic) {
            speakers.append(voice)
        }
        speakers.sort { $0.loudness != $1.loudness ? $0.loudness > $1.loudness : $0.use < $1.use }
        let evidence = speakers.map {
            let term = taxonomy.terms[$0.use]
            return Tag.Evidence(
                term: term.source,
                weight: term.weight,
                inHeadline: $0.inHeadline.count,
                offsets: hits[$0.inBody].map(\.offset)
            )
        }
        let (id, label) = (taxonomy.topics[topic].id, taxonomy.label(topic, in: language))
        return Tag(id: id, label: label, score: scores[topic], evidence: evidence)
    }
}
