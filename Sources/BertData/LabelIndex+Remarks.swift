extension LabelIndex {
  /// Notes on labels that were trimmed, and on spellings of one number that were joined.
  ///
  /// - Parameter trimmedRows: the rows whose label had white space around it.
  func joiningRemarks(trimmedRows: RowTally) -> [ReadingRemark] {
    var remarks: [ReadingRemark] = trimmedRows.count > 0 ? [.labelsTrimmed(trimmedRows)] : []
    let names = names
    for label in joined.sorted() where names.indices.contains(label) {
      let others = spellings(of: label).filter { !$0.utf8.elementsEqual(names[label].utf8) }
      remarks.append(.labelsOfOneNumber(name: names[label], others: others))
    }
    return remarks
  }

  /// Notes on labels of an inferred set that may be spellings of one label, missing values or lists of labels.
  ///
  /// - Parameters:
  ///   - labels: the set inferred from a file.
  ///   - counts: the rows of each label.
  static func doubts(_ labels: LabelSet, counts: [Int]) -> [ReadingRemark] {
    var groups: [String: [Int]] = [:]
    for (index, name) in labels.names.enumerated() { groups[LabelSpelling.folded(name), default: []].append(index) }
    let alike = groups.values.filter { $0.count > 1 }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    var remarks: [ReadingRemark] = []
    if !alike.isEmpty {
      remarks.append(
        .labelsAlike(
          alike.map { group in
            group.map { (labels.names[$0], counts.indices.contains($0) ? counts[$0] : 0) }.map(
              ReadingRemark.Counted.init)
          }, list: joining(alike, labels.names, counts)))
    }
    let missing = labels.names.filter { LabelSpelling.missing.contains($0) }
    if !missing.isEmpty { remarks.append(.labelsMayBeMissing(missing)) }
    if let several = several(labels.names) { remarks.append(several) }
    return remarks
  }

  /// A note where most labels are lists of fewer labels, as `red|blue` and `blue|green` are.
  private static func several(_ names: [String]) -> ReadingRemark? {
    for separator in LabelList.separators {
      let joined = names.filter { LabelList.names($0, separator: separator).count > 1 }
      guard joined.count >= 3, joined.count * 2 > names.count else { continue }
      let parts = Set(names.flatMap { LabelList.names($0, separator: separator) })
      if parts.count < names.count {
        return .labelsMayBeSeveral(separator: separator, examples: Array(joined.prefix(2)))
      }
    }
    return nil
  }

  /// The value of `--labels` that joins the labels of each group to the one with most rows; nil for more than eight
  /// labels.
  private static func joining(_ groups: [[Int]], _ names: [String], _ counts: [Int]) -> String? {
    guard names.count <= 8 else { return nil }
    var mainOf: [Int: Int] = [:]
    for group in groups {
      guard
        let main = group.max(by: {
          (counts.indices.contains($0) ? counts[$0] : 0) < (counts.indices.contains($1) ? counts[$1] : 0)
        })
      else { continue }
      for index in group { mainOf[index] = main }
    }
    var entries: [String] = []
    for (index, name) in names.enumerated() {
      guard let main = mainOf[index] else {
        entries.append(LabelSet.entry(name))
        continue
      }
      entries.append(LabelSet.entry(names[main]) + "=" + LabelSet.entry(name))
    }
    return entries.joined(separator: ",")
  }
}
