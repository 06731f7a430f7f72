import BertData
import BertInference
import BertReport
import BertText

/// The descriptions of the labels, as token sequences.
struct DescribedTexts {
  /// The descriptions, label by label.
  let texts: [TextEncoder.Encoded]
  /// The label of each description.
  let labels: [Int]
  /// How they are used; nil where that is not chosen yet.
  var chosen: DescriptionRecord?

  /// The windows of the descriptions with their labels, where they are used as texts; else empty.
  var learntTexts: [(encoding: Encoding, label: Int)] {
    guard chosen?.use.form == .texts else { return [] }
    return zip(texts, labels).flatMap { text, label in text.windows.map { ($0, label) } }
  }
}

extension DescribedTexts {
  /// Encodes descriptions as the rows of a run are encoded, in the order of the run's labels, so that the result does
  /// not depend on the order of the descriptions.
  ///
  /// - Parameters:
  ///   - descriptions: The descriptions of all labels.
  ///   - labels: The labels of the run.
  ///   - encoder: Encodes the texts of the run.
  /// - Throws: `option` for a description that the tokenizer cannot read.
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
  /// The index of a label, by its name, byte for byte.
  func place(of name: String) -> Int? { names.firstIndex { $0.utf8.elementsEqual(name.utf8) } }
}
