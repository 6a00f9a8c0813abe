"""The only room that knows Streamlit and HTTP: launcher, headers, language, frame and views."""
