package cli

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// inside carries requests to a handler of the same process: what a client sees is what it would see over a line, without
// a port that others could reach.
type inside struct{ handler http.Handler }

var errCut = errors.New("the answer could not be finished")

// RoundTrip answers as soon as the handler has said its status; the rest is read while it is written.
func (t inside) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr, in.Host = r.URL.RequestURI(), "127.0.0.1:0", "" // no host: nobody else can ask here
	if in.Body == nil {
		in.Body = http.NoBody
	}
	body, out := io.Pipe()
	w := &piped{header: http.Header{}, out: out, said: make(chan int, 1)}
	go func() {
		defer func() {
			if v := recover(); v != nil { // a handler that gave up cuts the line
				w.WriteHeader(http.StatusInternalServerError)
				out.CloseWithError(fmt.Errorf("%w: %v", errCut, v))
				return
			}
			w.WriteHeader(http.StatusOK)
			out.Close()
		}()
		t.handler.ServeHTTP(w, in)
	}()
	select {
	case status := <-w.said:
		return &http.Response{Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: w.sent, Body: body, ContentLength: -1, Request: r}, nil
	case <-r.Context().Done():
		out.CloseWithError(r.Context().Err())
		return nil, r.Context().Err()
	}
}

// piped is a ResponseWriter whose body is read at the other end of a pipe.
type piped struct {
	header http.Header
	sent   http.Header
	out    *io.PipeWriter
	once   sync.Once
	said   chan int
}

func (w *piped) Header() http.Header { return w.header }

func (w *piped) WriteHeader(status int) {
	w.once.Do(func() {
		w.sent = w.header.Clone()
		w.said <- status
	})
}

func (w *piped) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.out.Write(b)
}
