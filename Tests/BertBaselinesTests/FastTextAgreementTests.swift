import BertBaselines
import BertData
import Testing
import _TestSupport

/// Accuracies of fastText's own program on the same rows with the same settings: `Scripts/golden/fasttext.py`.
struct FastTextAgreementTests {
  struct Figures: Decodable {
    struct Case: Decodable, Sendable {
      let corpus: String
      let rows: Int
      let wordNgrams: Int
      let epoch: Int
      let lr: Double
      let dim: Int
      let bucket: Int
      let loss: FastTextOptions.Loss
      let minn: Int?
      let maxn: Int?
      let accuracy: Double
    }
    /// A small model's table, and the means of the rows that texts use.
    struct Rows: Decodable {
      let wordNgrams: Int
      let bucket: Int
      let minn: Int
      let maxn: Int
      let words: [String]
      let table: [[Double]]
      let texts: [String]
      let means: [[Double]]
    }
    let cases: [Case]
    let rows: Rows
  }

  /// Both begin with random embeddings of their own. Another beginning moves the accuracy on these 740 to 970 test rows by
  /// about half a point, and fastText's row for a bucket that no training text met adds noise that ours has not:
  /// 2 points hold both.
  @Test(.enabled(if: RealData.isAvailable))
  func isAsAccurateAsFastText() async throws {
    for figure in try Golden.load(Figures.self, "fasttext.json", target: "BertBaselinesTests").cases {
      let dataset = try DatasetReader.read(.file(try await RealData.corpus(figure.corpus)), options: ReadingOptions())
      let labels = try #require(dataset.labels)
      #expect(dataset.examples.count == figure.rows)
      var options = FastTextOptions()
      options.wordNgrams = figure.wordNgrams
      options.epochs = figure.epoch
      options.learningRate = figure.lr
      options.dimensions = figure.dim
      options.buckets = figure.bucket
      options.loss = figure.loss
      if let minn = figure.minn, let maxn = figure.maxn { options.characterNgrams = minn...maxn }
      options.isNormalized = false
      let parts = dataset.examples.enumerated()
      let training = parts.filter { $0.offset % 5 != 4 }.map(\.element)
      let held = parts.filter { $0.offset % 5 == 4 }.map(\.element)
      let (classifier, _) = try FastTextClassifier.train(
        labels: labels.names, options: options, learning: training, seed: 42)
      let right = zip(try classifier.predictions(held), held).count { $0.index == $1.label }
      let accuracy = Double(right) / Double(held.count)
      let setting = "\(figure.corpus) \(figure.loss) \(figure.maxn ?? 0)"
      #expect(abs(accuracy - figure.accuracy) < 0.02, "\(setting): \(accuracy)")
    }
  }

  /// What fastText's program says of rows with several labels: `Scripts/golden/fasttext_labels.py`.
  struct Labelled: Decodable {
    struct Row: Decodable {
      let text: String
      let flags: [Bool]
      var example: Example { Example(text: text, target: .labels(flags), line: 1) }
    }
    let wordNgrams: Int
    let epoch: Int
    let lr: Double
    let dim: Int
    let bucket: Int
    let labels: [String]
    let training: [Row]
    let held: [Row]
    let scores: [[Double]]
  }

  /// Both begin with random embeddings of their own and take the rows in another order: the scores of single rows differ by
  /// chance, their mean and F1 little.
  @Test func severalLabelsAreLearntAsFastTextLearnsThem() throws {
    let golden = try Golden.load(Labelled.self, "fasttext_labels.json", target: "BertBaselinesTests")
    var options = BaselineOptions(.fasttext)
    options.problem = .multiLabel
    options.fastText?.wordNgrams = golden.wordNgrams
    options.fastText?.epochs = golden.epoch
    options.fastText?.learningRate = golden.lr
    options.fastText?.dimensions = golden.dim
    options.fastText?.buckets = golden.bucket
    options.fastText?.isNormalized = false
    let fit = try BaselineTrainer(options: options, labels: golden.labels).fit(golden.training.map(\.example))
    let scores = try fit.classifier.predictions(golden.held.map(\.example)).flatMap(\.scores)
    let theirs = golden.scores.flatMap { $0 }, truth = golden.held.map(\.flags)
    let thresholds = Array(repeating: 0.5, count: golden.labels.count)
    func f1(_ scores: [Double]) -> Double {
      MultiLabelMetrics(names: golden.labels, truth: truth, scores: scores, thresholds: thresholds).microF1
    }
    #expect(scores.count == theirs.count && abs(f1(scores) - f1(theirs)) < 0.02, "\(f1(scores)), \(f1(theirs))")
    let distance = zip(scores, theirs).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(scores.count)
    #expect(distance < 0.03, "\(distance)")
  }

  /// Each word, each part of a word and each run of words has the row that fastText gives it: a wrong one would move the
  /// mean of a text's rows, of which fastText prints five digits.
  @Test func textsUseTheRowsThatFastTextGivesThem() throws {
    let golden = try Golden.load(Figures.self, "fasttext.json", target: "BertBaselinesTests").rows
    var options = FastTextOptions()
    options.wordNgrams = golden.wordNgrams
    options.buckets = golden.bucket
    options.characterNgrams = golden.minn...golden.maxn
    options.isNormalized = false
    var words = TermTable()
    for word in golden.words { _ = words.insert(Array(word.utf8)[...]) }
    let buckets = Array(0..<Int32(golden.bucket))
    let dictionary = FastTextDictionary(options: options, words: words, buckets: buckets)
    #expect(golden.table.count == golden.words.count + golden.bucket && golden.texts.count == 6)
    for (text, expected) in zip(golden.texts, golden.means) {
      let rows = dictionary.rows(of: Example(text: text, line: 1)).rows
      for (column, value) in expected.enumerated() {
        let mean = rows.reduce(0.0) { $0 + golden.table[Int($1)][column] } / Double(rows.count)
        #expect(abs(mean - value) < 2e-5, "'\(text)' column \(column): \(mean), \(value)")
      }
    }
  }
}
