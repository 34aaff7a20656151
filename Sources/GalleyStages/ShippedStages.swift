/// The stages that ship, in the order of the catalogue.
public let shippedStages: [any Stage.Type] = [
    RepairText.self,
    UnwrapLines.self,
    DetectLanguage.self,
    DedupeHeadlines.self,
    StripNavigation.self,
    NormalizeQuotes.self,
    FixTypography.self,
    TagTopics.self,
    DedupeArticles.self,
    Replace.self,
    Gate.self,
]
