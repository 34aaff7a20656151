internal import GalleyText

/// A model as `tag-topics` uses it.
struct LearnedTopics: Sendable {
    private let model: TopicModel
    /// For each topic of the model, its number in the taxonomy; none without a taxonomy.
    private let numbers: [Int?]
    /// The topics of the model that may be given.
    private let isWanted: [Bool]
    private let minConfidence: Double?
    private let withParents: Bool

    /// Reads the file that `setting` names; `nil`, with the mistake taken, if it is no model or none for this taxonomy.
    init?(_ setting: Setting, _ options: TagTopics.Options, _ taxonomy: Taxonomy, _ reader: inout SettingReader) {
        guard let name = setting.text else {
            reader.report(at: setting.place, "model takes a file, not \(setting.described)")
            return nil
        }
        guard let file = reader.mapped(name, at: setting.place) else { return nil }
        do throws(TopicModel.Fault) {
            model = try TopicModel(file)
        } catch {
            reader.report(at: setting.place, "'\(name)' cannot be used: \(error.message)")
            return nil
        }
        numbers = model.topics.map { taxonomy.number(of: $0.id) }
        let ids = model.topics.map(\.id)
        if !taxonomy.topics.isEmpty, let stranger = numbers.firstIndex(of: nil) {
            reader.report(
                at: setting.place,
                "the model gives '\(ids[stranger])', which is no topic of the taxonomy",
                hint: "train it on the ids of the taxonomy, or name the model alone"
            )
            return nil
        }
        let wanted = options.topics.compactMap(\.text)
        if taxonomy.topics.isEmpty {
            for topic in options.topics where !ids.contains(topic.text ?? "") {
                let guess = topic.text.flatMap { nearest(to: $0, among: ids) }.map { "; did you mean '\($0)'?" }
                reader.report(at: topic.place, "the model has no topic \(topic.described)" + (guess ?? ""))
            }
        }
        let roots = wanted.compactMap(taxonomy.number)
        isWanted = zip(ids, numbers).map { id, number in
            guard !wanted.isEmpty, !wanted.contains(id) else { return true }
            guard let number else { return false }
            return roots.contains { taxonomy.isTopic(number, within: $0) }
        }
        minConfidence = options.minConfidence?.text.flatMap(Double.init)
        if let setting = options.minConfidence, !(minConfidence.map { (0...1).contains($0) } ?? false) {
            reader.report(at: setting.place, "min-confidence takes a number from 0.0 to 1.0, not \(setting.described)")
        }
        withParents = options.parents
    }

    /// The ids that it gives.
    var ids: [String] { model.topics.map(\.id) }

    /// Whether it speaks of articles in a language: one that it has learned, or that could not be told.
    func knows(_ language: Language) -> Bool {
        let languages = model.facts.languages
        return languages.isEmpty || language == .undetermined || languages.contains(language.rawValue)
    }

    /// What the model gives an article.
    func tags(of article: Article, in language: Language, _ taxonomy: Taxonomy, most: Int) -> [Tag] {
        guard knows(language) else { return [] }
        let text = TopicText(article)
        let reading = model.read(text)
        var tags: [Tag] = []
        for (topic, confidence) in model.chosen(reading, threshold: minConfidence).filter({ isWanted[$0.topic] })
            .prefix(most)
        {
            let evidence = model.evidence(for: topic, reading, in: text)
            // In thousandths, so that the last bit of a sum decides nothing.
            let score = (Double(confidence) * 1000).rounded() / 1000
            let id = model.topics[topic].id
            let label = numbers[topic].map { taxonomy.label($0, in: language) } ?? id
            tags.append(Tag(id: id, label: label, score: score, evidence: evidence, source: .model))
            guard withParents else { continue }
            var above = numbers[topic].flatMap { taxonomy.topics[$0].parent }
            while let parent = above {
                let (id, label) = (taxonomy.topics[parent].id, taxonomy.label(parent, in: language))
                if !tags.contains(where: { $0.id == id }) {
                    tags.append(Tag(id: id, label: label, score: score, evidence: evidence, source: .model))
                }
                above = taxonomy.topics[parent].parent
            }
        }
        return tags
    }
}
