package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/http2"
)

var transport = &http2.Transport{DisableCompression: true}

func connect() (*http2.ClientConn, error) {
	socket, err := net.Dial("tcp", *to)
	if err != nil {
		return nil, err
	}
	return over(socket)
}

// Begins TLS and HTTP/2 on what carries bytes: a socket, or a tunnel.
func over(carrier net.Conn) (*http2.ClientConn, error) {
	config, err := secure()
	if err != nil {
		return nil, err
	}
	secured := tls.Client(carrier, config)
	if err := secured.Handshake(); err != nil {
		return nil, err
	}
	say(fact{"connected": "TLSv1.3", "peer": identity(secured.ConnectionState())})
	return transport.NewClientConn(secured)
}

// A tunnel, as the client has it.
type stream struct {
	status int
	in     io.ReadCloser
	out    *io.PipeWriter
}

func ask(connection *http2.ClientConn, method, authority string) (*stream, error) {
	in, out := io.Pipe()
	request := &http.Request{
		Method: method, URL: &url.URL{Scheme: "https", Host: authority}, Host: authority, Header: http.Header{}, Body: in, ContentLength: -1,
	}
	if method != http.MethodConnect {
		request.Body, request.ContentLength = nil, 0
	}
	response, err := connection.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	return &stream{response.StatusCode, response.Body, out}, nil
}

// Has one byte there and back, so that both ends are in the middle of a tunnel.
func begin(connection *http2.ClientConn, authority string) (*stream, error) {
	opened, err := ask(connection, http.MethodConnect, authority)
	if err != nil {
		return nil, err
	}
	opened.out.Write([]byte("1"))
	_, err = opened.in.Read(make([]byte, 1))
	return opened, err
}

// Sends, ends, and compares what comes back with it.
func (s *stream) finish(data []byte) (bool, error) {
	go func() {
		s.out.Write(data)
		s.out.Close()
	}()
	echo, err := io.ReadAll(s.in)
	return bytes.Equal(echo, data), err
}

func exchange(connection *http2.ClientConn, authority string, data []byte) fact {
	opened, err := ask(connection, http.MethodConnect, authority)
	if err != nil {
		return fact{"error": err.Error()}
	}
	if opened.status != http.StatusOK {
		return fact{"status": opened.status}
	}
	same, err := opened.finish(data)
	return fact{"status": opened.status, "same": same && err == nil}
}

func exchanges(connection *http2.ClientConn, authority string) []fact {
	data, done := random(*size), make(chan fact)
	for i := 0; i < *streams; i++ {
		go func() { done <- exchange(connection, authority, data) }()
	}
	all := make([]fact, *streams)
	for i := range all {
		all[i] = <-done
	}
	return all
}

// What a client does with one connection, one after the other. All but the last two leave it as it was.
var steps = map[string]func(*http2.ClientConn, string) (fact, error){
	"echo": func(connection *http2.ClientConn, authority string) (fact, error) {
		return fact{"echoes": exchanges(connection, authority)}, nil
	},
	"empty": func(connection *http2.ClientConn, authority string) (fact, error) {
		return exchange(connection, authority, nil), nil
	},
	"download": func(connection *http2.ClientConn, authority string) (fact, error) {
		opened, err := ask(connection, http.MethodConnect, authority)
		if err != nil {
			return nil, err
		}
		received, err := io.ReadAll(opened.in)
		if err != nil {
			return nil, err
		}
		data := random(*size)
		_, err = opened.out.Write(data)
		opened.out.Close()
		return fact{"received": digest(received), "sent": digest(data)}, err
	},
	"get": func(connection *http2.ClientConn, _ string) (fact, error) {
		answered, err := ask(connection, http.MethodGet, "nowhere")
		if err != nil {
			return nil, err
		}
		return fact{"status": answered.status}, nil
	},
	"refused": func(connection *http2.ClientConn, authority string) (fact, error) {
		return exchange(connection, authority, nil), nil
	},
	"abort": func(connection *http2.ClientConn, authority string) (fact, error) {
		opened, err := begin(connection, authority)
		if err == nil {
			// Giving up the answer resets the stream.
			err = opened.in.Close()
		}
		return fact{}, err
	},
	"aborted": func(connection *http2.ClientConn, authority string) (fact, error) {
		_, err := begin(connection, authority)
		var reset http2.StreamError
		if errors.As(err, &reset) {
			return fact{"status": http.StatusOK, "reset": uint32(reset.Code)}, nil
		}
		return nil, err
	},
	"goaway": func(connection *http2.ClientConn, authority string) (fact, error) {
		opened, err := begin(connection, authority)
		if err != nil {
			return nil, err
		}
		// Says GOAWAY, and waits for the streams.
		go connection.Shutdown(context.Background())
		for !connection.State().Closing {
			time.Sleep(time.Millisecond)
		}
		same, err := opened.finish(random(*size))
		return fact{"same": same}, err
	},
	"drained": func(connection *http2.ClientConn, authority string) (fact, error) {
		opened, err := begin(connection, authority)
		if err != nil {
			return nil, err
		}
		say(fact{"ready": true})
		for !connection.State().Closing {
			time.Sleep(time.Millisecond)
		}
		same, err := opened.finish(random(*size))
		return fact{"goaway": 0, "same": same}, err
	},
}

func client(names []string) error {
	connection, err := connect()
	if err != nil {
		return err
	}
	for _, step := range names {
		name, asked, _ := strings.Cut(step, "=")
		done, err := steps[name](connection, asked)
		if err != nil {
			done = fact{"error": err.Error()}
		}
		done["step"] = name
		say(done)
	}
	return nil
}

// Echoes through tunnels in tunnels, each in an outer one of its own.
func double() error {
	outer, err := connect()
	if err != nil {
		return err
	}
	data, doubles := random(*size), []fact{}
	for i := 0; i < *streams; i++ {
		carrier, err := ask(outer, http.MethodConnect, *authority)
		if err != nil {
			return err
		}
		inner, err := over(carrier)
		if err != nil {
			return err
		}
		doubles = append(doubles, exchange(inner, *authority, data))
	}
	say(fact{"doubles": doubles})
	return nil
}

// A tunnel is a connection for what goes on in it.
func (s *stream) Read(buffer []byte) (int, error)  { return s.in.Read(buffer) }
func (s *stream) Write(data []byte) (int, error)   { return s.out.Write(data) }
func (s *stream) Close() error                     { return s.out.Close() }
func (s *stream) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (s *stream) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (s *stream) SetDeadline(time.Time) error      { return nil }
func (s *stream) SetReadDeadline(time.Time) error  { return nil }
func (s *stream) SetWriteDeadline(time.Time) error { return nil }
