import BertFT

/// Draws the progress of a download.
struct DownloadDrawing: Sendable {
  let console: Console

  /// Shows the state of the download.
  func show(_ progress: DownloadProgress) {
    switch progress.source {
    case .package where progress.receivedBytes == 0:
      console.progress(nil, "fetching the package \(progress.file)")
    case .hub, .package:
      let received = Figures.bytes(progress.receivedBytes)
      if let total = progress.totalBytes, total > 0 {
        let fraction = Double(progress.receivedBytes) / Double(total)
        console.progress(fraction, "\(progress.file)  \(received) of \(Figures.bytes(total))")
      } else {
        console.progress(nil, "\(progress.file)  \(received)")
      }
    }
  }
}
