<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError('username','password'); section>
  <#if section = "header">
    ${msg("logOnAt", (client.name)!'Sentinel')}
  <#elseif section = "form">
    <#assign wrong = messagesPerField.existsError('username','password')>
    <p class="step">${msg("stepOne")}</p>
    <#if wrong>
      <p class="notice notice-error" id="input-error" role="alert">${kcSanitize(messagesPerField.getFirstError('username','password'))?no_esc}</p>
    </#if>
    <form id="kc-form-login" action="${url.loginAction}" method="post">
      <label for="username">${msg("userId")}</label>
      <input id="username" name="username" type="text" value="${(login.username!'')}" autocomplete="username"
             autocapitalize="none" spellcheck="false" dir="ltr" required autofocus
             <#if wrong>aria-invalid="true" aria-describedby="input-error"</#if>>
      <label for="password">${msg("password")}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" dir="ltr" required
             <#if wrong>aria-invalid="true" aria-describedby="input-error"</#if>>
      <button type="submit" id="kc-login">${msg("goOn")}</button>
    </form>
  </#if>
</@layout.registrationLayout>
