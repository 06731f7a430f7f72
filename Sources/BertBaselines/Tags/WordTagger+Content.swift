package import BertData

extension WordTagger {
  /// The stored form of a conditional random field: the list of its features, with how many classes each occurs, these
  /// classes, and the weights. Empty for a constant rule.
  package var content: BaselineContent {
    var content = BaselineContent()
    guard case .field(let field) = rule else { return content }
    let features = field.features, count = classes.count
    var table = TermTable()
    for name in features.names { _ = table.insert(Self.line(of: name)) }
    content.vocabularies[Self.list] = table
    content.set("feature.classes", [features.seen.count], features.seen.map(Double.init))
    content.set("pair.class", [features.count], features.pairLabels.map(Double.init))
    content.set("pair.weight", [features.count], field.weights.state)
    content.set("step.weight", [count, count], field.weights.steps)
    content.set("fit", [2], [field.objective, field.penalty])
    return content
  }

  /// Restores a tagger from its stored form.
  ///
  /// - Parameters:
  ///   - classes: All possible tags, in order.
  ///   - content: The tensors and the list of features.
  /// - Throws: `vocabularyMissing`, `tensorMissing`, `tensorShape`, `tensorValue`; `labels` for fewer than two classes.
  package init(classes: [TokenTag], content: BaselineContent) throws(BaselineError) {
    guard classes.count > 1 else { throw .labels }
    let table = try content.vocabulary(Self.list)
    func numbers(_ name: String, _ count: Int) throws(BaselineError) -> [Double] {
      try content.tensor(name, shape: [count]).values.map(Double.init)
    }
    func whole(_ name: String, _ count: Int) throws(BaselineError) -> [Int] {
      let values = try numbers(name, count)
      guard values.allSatisfy({ $0 >= 0 && $0 == $0.rounded() && $0 <= Double(classes.count) }) else {
        throw .tensorValue(name: name)
      }
      return values.map { Int($0) }
    }
    let seen = try whole("feature.classes", table.count), pairs = seen.reduce(0, +)
    guard
      let features = ChainFeatures(
        names: (0..<table.count).map { Self.name(of: table[$0]) }, seen: seen, labels: try whole("pair.class", pairs),
        classes: classes.count)
    else { throw .tensorValue(name: "pair.class") }
    let steps = try content.tensor("step.weight", shape: [classes.count, classes.count]).values.map(Double.init)
    let fit = try numbers("fit", 2)
    self.init(
      classes: classes,
      rule: .field(
        ConditionalRandomField(
          features, state: try numbers("pair.weight", pairs), steps: steps, objective: fit[0], penalty: fit[1])))
  }

  /// The name of the vocabulary of features.
  private static let list = "features"

  /// Escapes a feature to one line: a given word may contain a line feed.
  private static func line(of name: String) -> ArraySlice<UInt8> {
    var line: [UInt8] = []
    for byte in name.utf8 {
      switch byte {
      case 0x5C: line += [0x5C, 0x5C]
      case 0x0A: line += [0x5C, 0x6E]
      default: line.append(byte)
      }
    }
    return line[...]
  }

  /// The inverse of ``line(of:)``.
  private static func name(of line: ArraySlice<UInt8>) -> String {
    var name: [UInt8] = []
    var isEscaped = false
    for byte in line {
      if isEscaped {
        name.append(byte == 0x6E ? 0x0A : byte)
        isEscaped = false
      } else if byte == 0x5C {
        isEscaped = true
      } else {
        name.append(byte)
      }
    }
    return String(decoding: name, as: UTF8.self)
  }
}
