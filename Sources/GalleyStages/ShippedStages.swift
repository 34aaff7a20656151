/// The stages that ship, in the order of the catalogue.
public let shippedStages: [any Stage.Type] = [
    DedupeHeadlines.self,
    FixTypography.self,
    Gate.self,
    Replace.self,
    TagTopics.self,
]
