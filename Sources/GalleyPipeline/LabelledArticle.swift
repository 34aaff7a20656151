internal import GalleyStages
package import GalleyText

/// An article with the topics that somebody gave it, to train a model with or to measure by.
///
/// A line of JSON Lines with `text`, `title` and `lang` as elsewhere, and `labels`, a list of ids or one.
package struct LabelledArticle {
    package let article: Article
    package let labels: [String]

    package init(_ article: Article, labels: [String]) { (self.article, self.labels) = (article, labels) }

    /// Reads a line.
    ///
    /// - Throws: `JSONFault` if it is not such an object.
    package init(line: [UInt8], field: String = "text") throws(JSONFault) {
        article = try Source(object: line, field: field).article
        let value = try JSONValue(line.span, in: 0..<line.count)
        guard let labels = value["labels"] ?? value["label"] else {
            throw JSONFault(offset: 0, message: "the object has no member 'labels'")
        }
        guard let list = labels.text.map({ [$0] }) ?? labels.items?.map({ $0.text ?? "" }), !list.contains("") else {
            throw JSONFault(offset: 0, message: "labels are a list of texts")
        }
        self.labels = list.indices.filter { !list[..<$0].contains(list[$0]) }.map { list[$0] }
    }
}
