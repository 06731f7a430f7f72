import BertData
import BertInference
import BertReport
import BertText

/// What labels mean, as sequences.
struct DescribedTexts {
  /// The descriptions, one behind the other.
  let texts: [TextEncoder.Encoded]
  /// The label of each.
  let labels: [Int]
  /// What part they have, where that is chosen already.
  var chosen: DescriptionRecord?

  /// The windows of the descriptions with their labels, where they were chosen to be texts; else empty.
  var learntTexts: [(encoding: Encoding, label: Int)] {
    guard chosen?.use.form == .texts else { return [] }
    return zip(texts, labels).flatMap { text, label in text.windows.map { ($0, label) } }
  }
}

extension DescribedTexts {
  /// Encodes descriptions as the rows of a run are, in the order of the run's labels, so that the order in which they were
  /// written down changes nothing.
  ///
  /// - Parameter labels: The labels of the run, all of which are described.
  /// - Throws: `option` for a description that gives no tokens.
  init(
    _ descriptions: LabelDescriptions, labels: LabelSet, _ encoder: TextEncoder
  ) throws(TuningError) {
    var texts: [TextEncoder.Encoded] = [], places: [Int] = []
    for (place, name) in labels.names.enumerated() {
      let own = zip(descriptions.names, descriptions.texts).first { $0.0.utf8.elementsEqual(name.utf8) }
      for text in own?.1 ?? [] {
        do {
          texts.append(try encoder.encode(Example(text: text, line: 0)))
        } catch {
          throw .option(
            name: TrainingOptions.descriptionsName, value: "'\(Excerpt.cut(text, to: 60))'",
            rule: "describes '\(name)' in words that the encoder's tokenizer cannot read; describe it otherwise")
        }
        places.append(place)
      }
    }
    self.texts = texts
    self.labels = places
  }
}

extension LabelSet {
  /// The place of a label, by its name, byte for byte.
  func place(of name: String) -> Int? { names.firstIndex { $0.utf8.elementsEqual(name.utf8) } }
}
