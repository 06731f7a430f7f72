public import BertData

/// What one method came to.
public struct ComparisonRung: Sendable, Codable {
  /// One classifier of the method.
  public struct Run: Sendable, Codable {
    /// The seed.
    public var seed: UInt64
    /// On the test rows.
    public var accuracy: Double
    /// On the test rows.
    public var macroF1: Double
    /// On the test rows.
    public var logLoss: Double
    /// Seconds from the rows to the classifier.
    public var trainingSeconds: Double
    /// Rows classified in a second.
    public var rowsPerSecond: Double
    /// The most memory that the program held while it trained; nil where the system does not say.
    public var peakMemoryBytes: Int?
    /// Bytes of the bundle.
    public var sizeBytes: Int
    /// The bundle's name in the directory of the comparison; nil for `majority`, which has none.
    public var bundle: String?
    /// The label given to each test row.
    public var predictions: [Int]

    package init(
      seed: UInt64, accuracy: Double, macroF1: Double, logLoss: Double, trainingSeconds: Double, rowsPerSecond: Double,
      peakMemoryBytes: Int?, sizeBytes: Int, bundle: String?, predictions: [Int]
    ) {
      self.seed = seed
      self.accuracy = accuracy
      self.macroF1 = macroF1
      self.logLoss = logLoss
      self.trainingSeconds = trainingSeconds
      self.rowsPerSecond = rowsPerSecond
      self.peakMemoryBytes = peakMemoryBytes
      self.sizeBytes = sizeBytes
      self.bundle = bundle
      self.predictions = predictions
    }

    private enum CodingKeys: String, CodingKey {
      case seed, accuracy, bundle, predictions
      case macroF1 = "macro_f1"
      case logLoss = "log_loss"
      case trainingSeconds = "training_seconds"
      case rowsPerSecond = "rows_per_second"
      case peakMemoryBytes = "peak_memory_bytes"
      case sizeBytes = "size_bytes"
    }
  }

  /// The paired tests against another rung on the same rows.
  public struct Difference: Sendable, Codable, Equatable {
    /// The other rung.
    public var method: TrainingMethod
    /// This one's macro F1 less the other's.
    public var macroF1: Double
    /// Its 95 % interval, low and high, by a paired bootstrap over the rows.
    public var interval: [Double]
    /// Two-sided, from the same bootstrap.
    public var bootstrapP: Double
    /// McNemar's exact test on the first run of both.
    public var mcnemarP: Double
    /// Rows that only this one has right, in those runs.
    public var onlyThis: Int
    /// Rows that only the other has right.
    public var onlyOther: Int

    /// Whether the interval lies above zero.
    public var isGain: Bool { (interval.first ?? 0) > 0 }

    private enum CodingKeys: String, CodingKey {
      case method, interval
      case macroF1 = "macro_f1"
      case bootstrapP = "bootstrap_p"
      case mcnemarP = "mcnemar_p"
      case onlyThis = "only_this"
      case onlyOther = "only_other"
    }
  }

  /// The method.
  public var method: TrainingMethod
  /// Its name for tables.
  public var title: String
  /// The mean over the runs.
  public var accuracy: Double
  /// The mean over the runs.
  public var macroF1: Double
  /// Its 95 % interval, low and high, by a bootstrap over the rows.
  public var macroF1Interval: [Double]
  /// One for each seed, or one alone where no chance plays a part.
  public var runs: [Run]
  /// Against the rung below; nil for the lowest.
  public var against: Difference?

  /// The mean over the runs.
  public var trainingSeconds: Double { mean(\.trainingSeconds) }
  /// The mean over the runs.
  public var rowsPerSecond: Double { mean(\.rowsPerSecond) }

  private func mean(_ path: KeyPath<Run, Double>) -> Double {
    runs.reduce(0) { $0 + $1[keyPath: path] } / Double(max(1, runs.count))
  }

  private enum CodingKeys: String, CodingKey {
    case method, title, accuracy, runs, against
    case macroF1 = "macro_f1"
    case macroF1Interval = "macro_f1_interval"
  }
}
