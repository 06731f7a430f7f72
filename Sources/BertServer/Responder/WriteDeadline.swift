import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client does not read its responses; such clients would hold connections forever.
final class WriteDeadline: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limit: TimeAmount
  /// How many parts of responses are not written to the socket yet.
  private var waiting = 0
  /// When a part was last written to the socket, or the first one began to wait.
  private var progress = NIODeadline.distantPast
  private var timer: Scheduled<Void>?

  /// - Parameter limit: How long parts may wait without progress.
  init(_ limit: TimeAmount) { self.limit = limit }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let written = promise ?? context.eventLoop.makePromise(of: Void.self)
    if waiting == 0 {
      progress = .now()
      if timer == nil { watch(context, until: progress + limit) }
    }
    waiting += 1
    written.futureResult.assumeIsolated().whenComplete { _ in
      self.waiting -= 1
      self.progress = .now()
    }
    context.write(data, promise: written)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
  }

  /// Starts the timer. One timer serves all responses of a connection; it is renewed while parts make progress.
  private func watch(_ context: ChannelHandlerContext, until deadline: NIODeadline) {
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
      self.timer = nil
      if self.waiting == 0 { return }
      if self.progress + self.limit <= .now() {
        context.close(promise: nil)
      } else {
        self.watch(context, until: self.progress + self.limit)
      }
    }
  }
}
