package import GalleyStages
package import GalleyText

/// `tag-topics` outside a pipeline, with its options as a pipeline file would write them.
package struct TopicTagger {
    private let stage: TagTopics

    /// Makes the stage; files are looked for in the working folder, then among the shipped data.
    ///
    /// - Throws: `PipelineErrors`.
    package init(_ options: [(name: String, value: Setting.Value)]) throws(PipelineErrors) {
        let place = Setting.Place(file: 0, line: 1, column: 1, length: 1)
        let pairs = options.map {
            (key: Setting(.scalar($0.name, plain: true), at: place), value: Setting($0.value, at: place))
        }
        let resources = PipelineResources(folder: ".")
        _ = resources.add(SourceFile(name: "tag-topics", []))
        var reader = resources.reader()
        let made = PipelineStage.read(TagTopics.self, options: Setting(.mapping(pairs), at: place), with: &reader)
        let mistakes = reader.mistakes + resources.mistakes
        guard mistakes.isEmpty, let stage = made.stage as? TagTopics else {
            throw PipelineErrors(mistakes, in: resources.files)
        }
        self.stage = stage
    }

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
