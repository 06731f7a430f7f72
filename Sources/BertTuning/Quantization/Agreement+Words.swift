import BertInference
import BertStorage

extension Agreement {
  /// The decisive figures in words: in what int8 and fp32 agree, and how well.
  var words: String {
    let texts = Counted(rows, "text").description
    if let tokens {
      let entities = tokens.entityF1.map { ", and F1 of the entities between them is \($0)" } ?? ""
      return "int8 and fp32 give the same class to \(tokens.sameClass) of \(Counted(tokens.words, "word"))" + entities
    }
    if let tasks {
      let figures = tasks.compactMap { task in
        task.sameLabel.map { "\($0) of the labels of \(task.name)" }
          ?? task.correlation.map { "a correlation of \($0) of \(task.name)" }
      }
      if !figures.isEmpty { return "int8 and fp32 agree on \(texts) by \(figures.joined(separator: ", "))" }
    } else if let sameLabel {
      return "int8 and fp32 give the same label to \(sameLabel) of \(texts)"
    } else if let correlation {
      return "the numbers of int8 and fp32 correlate by \(correlation) on \(texts)"
    }
    return "the lowest cosine between the sentence vectors of int8 and fp32 is \(worstCosine) on \(texts)"
  }
}
