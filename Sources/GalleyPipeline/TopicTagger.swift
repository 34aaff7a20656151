package import GalleyStages
package import GalleyText

/// `tag-topics` outside a pipeline, with its options as a pipeline file would write them.
package struct TopicTagger {
    private let stage: TagTopics

    /// Makes the stage; files are looked for in the working folder, then among the shipped data.
    ///
    /// A mistake in an option is shown in a line such as `--model desk.gtm`.
    ///
    /// - Parameter topics: the only topics to give, which are some of the `ids`; none for all.
    /// - Throws: `PipelineErrors`.
    package init(_ options: [(name: String, value: String)], topics: [String] = []) throws(PipelineErrors) {
        func setting(_ text: String, line: Int = 1, column: Int = 1) -> Setting {
            Setting(
                .scalar(text, plain: true),
                at: .init(file: 0, line: line, column: column, length: max(1, text.unicodeScalars.count))
            )
        }
        let lines = options.map { "--\($0.name) \($0.value)\n" }
        var pairs = options.enumerated().map { number, option in
            (
                key: setting(option.name, line: number + 1, column: 3),
                value: setting(option.value, line: number + 1, column: option.name.count + 4)
            )
        }
        let place = setting("").place
        if !topics.isEmpty {
            pairs.append((setting("topics"), Setting(.sequence(topics.map { setting($0) }), at: place)))
        }
        let resources = PipelineResources(folder: ".")
        _ = resources.add(SourceFile(name: "command line", Array(lines.joined().utf8)))
        var reader = resources.reader()
        let made = PipelineStage.read(TagTopics.self, options: Setting(.mapping(pairs), at: place), with: &reader)
        let mistakes = reader.mistakes + resources.mistakes
        guard mistakes.isEmpty, let stage = made.stage as? TagTopics else {
            throw PipelineErrors(mistakes, in: resources.files)
        }
        self.stage = stage
    }

    /// The ids that it may give.
    package var ids: [String] { stage.ids }

    /// Whether there are terms in a language, or a model that has learned it.
    package func knows(_ language: Language) -> Bool { stage.knows(language) }

    /// The topics of an article.
    package func tags(of article: Article) -> [Tag] {
        var markup = Markup()
        try? stage.review(article, into: &markup)
        return markup.tags
    }
}

extension TopicModel {
    /// Reads a model's file.
    ///
    /// - Throws: what is wrong with it, as a sentence without its full stop.
    package static func load(_ path: String) throws(LoadFailure) -> TopicModel {
        do throws(FileFailure) {
            let file = try Files.map(path)
            do throws(Fault) { return try TopicModel(file) } catch { throw FileFailure(error.message) }
        } catch {
            throw LoadFailure(message: error.message)
        }
    }

    /// Why a model's file cannot be used.
    package struct LoadFailure: Error, Equatable {
        package let message: String
    }
}
